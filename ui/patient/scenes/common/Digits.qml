import QtQuick

// A number that changes without its digits moving: each stands in a cell of the same width.
Item {
    id: digits
    property string text
    property color color
    property real pixelSize: 20
    implicitWidth: row.width
    implicitHeight: row.height
    Accessible.role: Accessible.StaticText
    Accessible.name: text

    TextMetrics {
        id: wide
        font.pixelSize: digits.pixelSize
        font.weight: Font.DemiBold
        text: "0"
    }
    // Numbers are written from left to right everywhere.
    Row {
        id: row
        LayoutMirroring.enabled: false
        Repeater {
            model: digits.text.length
            Text {
                required property int index
                text: digits.text.charAt(index)
                color: digits.color
                font.pixelSize: digits.pixelSize
                font.weight: Font.DemiBold
                horizontalAlignment: Text.AlignHCenter
                width: text >= "0" && text <= "9" ? Math.ceil(wide.advanceWidth) : implicitWidth
            }
        }
    }
}
