import QtQuick

// Words, times and signs over the picture.
Item {
    id: overlay
    required property Item scene
    readonly property QtObject feedback: scene.feedback
    readonly property real unit: scene.unit
    readonly property color ink: scene.ink

    Rectangle {
        objectName: "shade"
        width: parent.width
        height: parent.height * 0.34
        visible: scene.shade.a > 0 && !scene.stopped && head.text !== ""
        gradient: Gradient {
            GradientStop { position: 0.0; color: scene.shade }
            GradientStop { position: 0.6; color: scene.shade }
            GradientStop { position: 1.0; color: Qt.rgba(scene.shade.r, scene.shade.g, scene.shade.b, 0) }
        }
    }
    // The picture and its colours go; a sign and words stand alone.
    Rectangle {
        objectName: "veil"
        anchors.fill: parent
        color: scene.ink.hslLightness > 0.5 ? "#20262e" : scene.look.window
        visible: scene.stopped
    }
    Sign {
        objectName: "sign"
        kind: scene.unusable ? "broken" : scene.finished ? "done" : "pause"
        ink: overlay.ink
        width: overlay.unit * 28
        height: width
        anchors.horizontalCenter: parent.horizontalCenter
        y: overlay.height * 0.32
        visible: scene.stopped
    }

    Text {
        id: head
        objectName: "head"
        text: scene.unusable ? qsTr("Signal not usable:")
            : scene.paused ? qsTr("Paused")
            : scene.finished ? qsTr("Finished")
            : scene.waiting ? qsTr("Make yourself comfortable")
            : overlay.feedback.restDue ? qsTr("Time for a short rest")
            : overlay.feedback.cue
        color: overlay.ink
        font.pixelSize: overlay.unit * (scene.stopped ? 8 : 6.4)
        font.weight: Font.DemiBold
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.WordWrap
        maximumLineCount: 2
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: Math.ceil(overlay.unit * 5)
        width: overlay.width * 0.88
        x: overlay.width * 0.06
        y: overlay.height * (scene.stopped ? 0.14 : 0.07)
        visible: text !== ""
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }
    Text {
        objectName: "trouble"
        text: scene.unusable ? overlay.feedback.trouble
            : scene.finished ? qsTr("You can rest now")
            : qsTr("We go on soon")
        color: overlay.ink
        font.pixelSize: overlay.unit * 6.4
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.WordWrap
        maximumLineCount: 2
        width: overlay.width * 0.88
        x: overlay.width * 0.06
        y: overlay.height * 0.68
        visible: scene.stopped && text !== ""
    }

    StageSign {
        objectName: "stage"
        feedback: overlay.feedback
        ink: overlay.ink
        unit: overlay.unit
        anchors.horizontalCenter: parent.horizontalCenter
        y: head.y + head.height + overlay.unit * 2.4
        visible: overlay.feedback.staged && !scene.stopped
    }
    LevelBar {
        objectName: "bar"
        feedback: overlay.feedback
        ink: overlay.ink
        unit: overlay.unit
        width: overlay.width * 0.375
        anchors.horizontalCenter: parent.horizontalCenter
        y: overlay.height * 0.93 - height / 2
        visible: scene.showsLevel && scene.hasBar
    }
    Text {
        objectName: "counted"
        text: overlay.feedback.counted
        color: overlay.ink
        font.pixelSize: overlay.unit * 5.4
        font.weight: Font.DemiBold
        anchors.left: parent.left
        anchors.leftMargin: overlay.width * 0.045
        y: overlay.height * 0.93 - height / 2
        visible: text !== "" && !scene.stopped
    }
    Digits {
        objectName: "time"
        text: overlay.feedback.timeLeft
        color: overlay.ink
        pixelSize: overlay.unit * 5.4
        anchors.right: parent.right
        anchors.rightMargin: overlay.width * 0.045
        y: overlay.height * 0.93 - height / 2
        visible: text !== "" && !scene.stopped
    }
}
