import QtQuick

// In target: a tick in a disc that comes and goes slowly.
Canvas {
    id: tick
    required property QtObject feedback
    property color disc: feedback.look.dark ? "#f3f4f4" : "#ffffff"
    property color mark: "#1f6b3a"
    objectName: "tick"
    height: width
    opacity: feedback.state === "feedback" ? feedback.reward : 0
    visible: opacity > 0.02
    onDiscChanged: requestPaint()
    onMarkChanged: requestPaint()
    onPaint: {
        const c = getContext("2d"), w = width
        c.reset()
        c.fillStyle = disc
        c.beginPath()
        c.arc(w / 2, w / 2, w * 0.48, 0, 2 * Math.PI)
        c.fill()
        c.strokeStyle = mark
        c.lineWidth = w * 0.11
        c.lineCap = c.lineJoin = "round"
        c.beginPath()
        c.moveTo(w * 0.29, w * 0.53)
        c.lineTo(w * 0.44, w * 0.67)
        c.lineTo(w * 0.72, w * 0.36)
        c.stroke()
    }
}
