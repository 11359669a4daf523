import QtQuick

// Instead of a scale while no level is shown: quiet rings that never move.
Canvas {
    required property Item scene
    anchors.fill: parent
    visible: !scene.showsLevel && !scene.stopped
    property color ink: scene.look.accent
    onInkChanged: requestPaint()
    onVisibleChanged: requestPaint()
    onPaint: {
        const c = getContext("2d"), r = height * 0.26
        c.reset()
        const faint = Qt.rgba(ink.r, ink.g, ink.b, scene.plain ? 0.08 : 0.12)
        c.fillStyle = faint
        for (let i = 1; i <= 3; ++i) {
            c.beginPath()
            c.arc(width / 2, height * 0.55, r * i / 3, 0, 2 * Math.PI)
            c.fill()
        }
    }
}
