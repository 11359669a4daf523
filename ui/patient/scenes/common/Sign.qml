import QtQuick

// A sign of its own shape for each state in which nothing is shown: a broken line, a pause, a tick; each in a ring.
Canvas {
    id: sign
    property string kind
    property color ink
    onKindChanged: requestPaint()
    onInkChanged: requestPaint()
    onWidthChanged: requestPaint()
    onVisibleChanged: requestPaint()
    onPaint: {
        const c = getContext("2d"), w = width
        c.reset()
        c.strokeStyle = c.fillStyle = ink
        c.lineWidth = w * 0.035
        c.lineCap = c.lineJoin = "round"
        c.beginPath()
        c.arc(w / 2, w / 2, w * 0.46, 0, 2 * Math.PI)
        c.stroke()
        c.beginPath()
        if (kind === "pause") {
            c.roundedRect(w * 0.34, w * 0.28, w * 0.11, w * 0.44, w * 0.03, w * 0.03)
            c.roundedRect(w * 0.55, w * 0.28, w * 0.11, w * 0.44, w * 0.03, w * 0.03)
            c.fill()
            return
        }
        const lines = kind === "done" ? [[0.29, 0.52, 0.44, 0.67, 0.72, 0.36]]
            : [[0.14, 0.5, 0.28, 0.5, 0.34, 0.34, 0.42, 0.60], [0.58, 0.40, 0.66, 0.66, 0.72, 0.5, 0.86, 0.5]]
        if (kind === "done") c.lineWidth = w * 0.06
        for (const line of lines) {
            c.moveTo(w * line[0], w * line[1])
            for (let i = 2; i < line.length; i += 2) c.lineTo(w * line[i], w * line[i + 1])
        }
        c.stroke()
    }
}
