import QtQuick

// Work or rest: by word, by shape (a filled disc with an arrow; an empty ring with a line) and with the seconds left.
Row {
    id: sign
    required property QtObject feedback
    required property color ink
    required property real unit
    readonly property bool working: feedback.working
    spacing: unit * 1.8

    Canvas {
        objectName: "stageShape"
        width: Math.round(sign.unit * 7.4)
        height: width
        property bool working: sign.working
        property bool up: sign.feedback.up
        property color ink: sign.ink
        onWorkingChanged: requestPaint()
        onUpChanged: requestPaint()
        onInkChanged: requestPaint()
        onPaint: {
            const c = getContext("2d"), w = width
            c.reset()
            c.lineWidth = w * 0.08
            c.lineCap = c.lineJoin = "round"
            c.strokeStyle = c.fillStyle = ink
            c.beginPath()
            c.arc(w / 2, w / 2, w * 0.44, 0, 2 * Math.PI)
            if (working) c.fill()
            else c.stroke()
            c.beginPath()
            c.lineWidth = w * 0.1
            if (working) {
                c.strokeStyle = ink.hslLightness > 0.5 ? "#17202a" : "#ffffff"
                const tip = up ? 0.38 : 0.62, end = up ? 0.58 : 0.42
                c.moveTo(w * 0.3, w * end)
                c.lineTo(w * 0.5, w * tip)
                c.lineTo(w * 0.7, w * end)
            } else {
                c.moveTo(w * 0.32, w * 0.5)
                c.lineTo(w * 0.68, w * 0.5)
            }
            c.stroke()
        }
    }
    Text {
        objectName: "stageWord"
        text: sign.working ? qsTr("Work") : qsTr("Rest")
        color: sign.ink
        font.pixelSize: sign.unit * 5.4
        font.weight: Font.DemiBold
        anchors.verticalCenter: parent.verticalCenter
    }
    Digits {
        objectName: "stageLeft"
        text: sign.feedback.stageLeft
        color: sign.ink
        pixelSize: sign.unit * 5.4
        anchors.verticalCenter: parent.verticalCenter
    }
}
