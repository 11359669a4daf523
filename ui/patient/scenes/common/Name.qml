import QtQuick

// Whose level it is, under it: one or two words that tell the one muscle from the other.
Text {
    required property color ink
    required property real unit
    objectName: "name"
    color: ink
    font.pixelSize: Math.ceil(unit * 5)
    width: Math.round(unit * 28)
    horizontalAlignment: Text.AlignHCenter
    elide: Text.ElideRight
    maximumLineCount: 1
    visible: text !== ""
}
