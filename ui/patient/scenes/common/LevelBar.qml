import QtQuick

// The level as a bar with a line. Past the line for long enough, a tick stands over it.
Item {
    id: bar
    required property QtObject feedback
    required property color ink
    required property real unit
    height: unit * 1.8

    Rectangle {
        anchors.fill: parent
        radius: height / 2
        color: Qt.rgba(bar.ink.r, bar.ink.g, bar.ink.b, 0.28)
    }
    Rectangle {
        objectName: "fill"
        anchors.left: parent.left
        height: parent.height
        radius: height / 2
        color: bar.ink
        width: Math.max(height, Math.round(parent.width * bar.feedback.level))
    }
    Rectangle {
        id: line
        objectName: "line"
        anchors.left: parent.left
        anchors.leftMargin: Math.round(parent.width * bar.feedback.target - width / 2)
        anchors.verticalCenter: parent.verticalCenter
        width: Math.max(3, Math.round(bar.unit * 0.5))
        height: parent.height * 3
        radius: width / 2
        color: bar.ink.hslLightness > 0.5 ? "#ffdf9e" : bar.feedback.look.accent
    }
    Tick {
        feedback: bar.feedback
        width: Math.round(bar.unit * 7)
        anchors.horizontalCenter: line.horizontalCenter
        anchors.bottom: line.top
        anchors.bottomMargin: bar.unit
    }
}
