import QtQuick
import "common"

// Hills before sunrise: as the muscle lets go the sun comes up and the sky turns slowly from dusk to morning. In target
// the sun glows and birds pass. The costly pictures (hills, glow) are painted once per size.
Scene {
    id: scene
    title: qsTr("Dusk to morning")
    suits: "down"
    ink: "#f3f4f4"
    shade: Qt.rgba(skyAt(0.0).r, skyAt(0.0).g, skyAt(0.0).b, 0.45)

    readonly property real light: mood
    readonly property real sunUp: showsLevel ? feedback.level : 0.4
    readonly property var dusk: plain ? ["#2a3240", "#353c4a", "#434856", "#4d4f5a"]
        : dark ? ["#0b1226", "#1a2040", "#332f52", "#54405a"] : ["#1f2f55", "#4b4a78", "#7d5f80", "#a97a78"]
    readonly property var morning: plain ? ["#344256", "#465265", "#5d6573", "#73757d"]
        : dark ? ["#1a3358", "#3d4f78", "#73678a", "#a88183"] : ["#2f5c93", "#7286b3", "#c9a9b4", "#f6cfa6"]
    function blend(a, b, t) { return Qt.rgba(a.r + (b.r - a.r) * t, a.g + (b.g - a.g) * t, a.b + (b.b - a.b) * t, 1) }
    function skyAt(i) { return blend(Qt.color(dusk[i]), Qt.color(morning[i]), light) }

    Rectangle {
        objectName: "sky"
        width: parent.width
        height: parent.height * 0.72
        gradient: Gradient {
            GradientStop { position: 0.00; color: scene.skyAt(0) }
            GradientStop { position: 0.46; color: scene.skyAt(1) }
            GradientStop { position: 0.72; color: scene.skyAt(2) }
            GradientStop { position: 0.92; color: scene.skyAt(3) }
        }
    }

    Canvas {
        objectName: "glow"
        readonly property real radius: Math.round(scene.height * (scene.plain ? 0.16 : 0.34))
        width: 2 * radius
        height: 2 * radius
        x: Math.round(sun.x + sun.width / 2 - radius)
        y: Math.round(sun.y + sun.height / 2 - radius)
        opacity: scene.showsLevel ? 0.3 + 0.25 * scene.light + 0.45 * Math.round(scene.feedback.reward * 32) / 32 : 0.3
        onRadiusChanged: requestPaint()
        onPaint: {
            const c = getContext("2d")
            c.reset()
            if (!(radius > 0)) return
            const g = c.createRadialGradient(radius, radius, 0, radius, radius, radius)
            g.addColorStop(0.00, "rgba(255, 226, 168, 0.95)")
            g.addColorStop(0.35, "rgba(255, 214, 150, 0.45)")
            g.addColorStop(1.00, "rgba(255, 206, 140, 0)")
            c.fillStyle = g
            c.fillRect(0, 0, 2 * radius, 2 * radius)
        }
    }
    Canvas {
        id: sun
        objectName: "sun"
        width: Math.round(scene.height * 0.165)
        height: width
        x: Math.round((scene.width - width) / 2)
        y: Math.round(scene.height * (0.66 - 0.24 * scene.sunUp) - height / 2)
        property color disc: scene.plain ? "#c9c3b4" : scene.dark ? "#ffe9c4" : "#fff3d6"
        onDiscChanged: requestPaint()
        onPaint: {
            const c = getContext("2d")
            c.reset()
            c.fillStyle = disc
            c.beginPath()
            c.arc(width / 2, width / 2, width * 0.49, 0, 2 * Math.PI)
            c.fill()
        }
    }

    Repeater {
        model: scene.plain ? 0 : 3
        Canvas {
            required property int index
            objectName: "bird" + index
            width: scene.unit * (6 - index)
            height: width / 2
            opacity: scene.showsLevel ? scene.feedback.reward : 0
            visible: opacity > 0.02
            x: Math.round(scene.width * ((0.18 + 0.055 * index + scene.feedback.drift) % 1.1) - width)
            y: Math.round(scene.height * (0.36 - 0.035 * index))
            onPaint: {
                const c = getContext("2d")
                c.reset()
                c.strokeStyle = "#22304f"
                c.lineWidth = Math.max(1.5, height * 0.12)
                c.lineCap = "round"
                c.beginPath()
                c.moveTo(width * 0.04, height * 0.75)
                c.quadraticCurveTo(width * 0.28, height * 0.12, width * 0.5, height * 0.8)
                c.quadraticCurveTo(width * 0.72, height * 0.12, width * 0.96, height * 0.75)
                c.stroke()
            }
        }
    }

    Canvas {
        id: hills
        objectName: "hills"
        readonly property real from: Math.floor(scene.height * 0.55)
        y: from
        width: parent.width
        height: parent.height - from
        property string scheme: (scene.plain ? "plain" : "") + scene.dark
        onSchemeChanged: requestPaint()
        // One ridge: crest heights at equal places across, as fractions of the height, and its colours.
        function ridge(c, y, colours) {
            const w = width, h = scene.height
            const n = y.length - 1
            c.beginPath()
            c.moveTo(0, y[0] * h - from)
            for (let i = 0; i < n; ++i) {
                const before = y[Math.max(i - 1, 0)], after = y[Math.min(i + 2, n)]
                c.bezierCurveTo((i + 1 / 3) / n * w, (y[i] + (y[i + 1] - before) / 6) * h - from,
                                (i + 2 / 3) / n * w, (y[i + 1] - (after - y[i]) / 6) * h - from, (i + 1) / n * w, y[i + 1] * h - from)
            }
            c.lineTo(w, height)
            c.lineTo(0, height)
            c.closePath()
            const crest = Math.min.apply(null, y) * h - from
            const g = c.createLinearGradient(0, crest, 0, crest + 0.22 * h)
            for (let i = 0; i < 3; ++i) g.addColorStop(i / 2, colours[i])
            c.fillStyle = g
            c.fill()
        }
        onPaint: {
            const c = getContext("2d")
            c.reset()
            const far = scene.plain ? ["#565a66", "#5a5e68", "#545862"]
                : scene.dark ? ["rgba(66,62,92,0.94)", "rgba(92,82,104,0.92)", "#4c4660"]
                             : ["rgba(128,122,152,0.92)", "rgba(190,170,172,0.90)", "#a89aa6"]
            const mid = scene.plain ? ["#3f4652", "#444b57", "#3c434f"]
                : scene.dark ? ["#2c3450", "#3b4259", "#263049"] : ["#5d6a88", "#7d8494", "#4c5d7d"]
            ridge(c, [0.625, 0.568, 0.622, 0.645, 0.595, 0.578, 0.632], far)
            ridge(c, [0.710, 0.668, 0.705, 0.742, 0.705, 0.668, 0.678], mid)
            ridge(c, [0.800, 0.757, 0.785, 0.832, 0.822, 0.758, 0.766], scene.plain ? ["#2c323b", "#2b3139", "#292f37"] : scene.dark ? ["#1c2838", "#1b2636", "#192432"] : ["#31455c", "#2e4259", "#2b3e54"])
            ridge(c, [0.888, 0.840, 0.860, 0.905, 0.915, 0.900, 0.868], scene.plain ? ["#20252c", "#1f242b", "#1f242b"] : scene.dark ? ["#111a25", "#101923", "#101923"] : ["#1c2c3c", "#1b2a39", "#1b2a39"])
        }
    }
}
