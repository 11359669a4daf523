import QtQuick
import "common"

// A balloon over a meadow: it floats lower as tension falls, and rests once its basket is below the rope.
Scene {
    id: scene
    title: qsTr("Balloon")
    suits: "down"
    hasBar: false
    ink: dark || plain ? "#f3f4f4" : "#17202a"

    readonly property real sunk: showsLevel ? feedback.level : 0.45
    readonly property real highest: unit * (feedback.staged ? 27 : 21)   // of its crown
    readonly property real tall: unit * 34
    readonly property real way: unit * 84 - highest - tall
    readonly property real ropeY: Math.round(highest + tall + way * feedback.target - unit * 3)

    Canvas {
        objectName: "meadow"
        anchors.fill: parent
        property string scheme: (scene.plain ? "plain" : "") + scene.dark
        onSchemeChanged: requestPaint()
        function hill(c, colour, left, crest, right) {
            c.fillStyle = colour
            c.beginPath()
            c.moveTo(0, left * height)
            c.bezierCurveTo(width * 0.3, crest * height, width * 0.62, (crest + 0.02) * height, width, right * height)
            c.lineTo(width, height)
            c.lineTo(0, height)
            c.closePath()
            c.fill()
        }
        function cloud(c, x, y, s) {
            c.beginPath()
            c.ellipse(x - 8 * s, y - 2.2 * s, 16 * s, 4.4 * s)
            c.ellipse(x - 5.5 * s, y - 4.6 * s, 7.5 * s, 6 * s)
            c.ellipse(x - 0.5 * s, y - 4 * s, 6 * s, 5.4 * s)
            c.fill()
        }
        onPaint: {
            const c = getContext("2d"), u = height / 100
            c.reset()
            const sky = scene.plain ? ["#2b323b", "#323a44"] : scene.dark ? ["#0f1a2e", "#2b4058"] : ["#b9d9ea", "#eef4ef"]
            const g = c.createLinearGradient(0, 0, 0, height * 0.8)
            g.addColorStop(0, sky[0])
            g.addColorStop(1, sky[1])
            c.fillStyle = g
            c.fillRect(0, 0, width, height)
            if (!scene.plain) {
                c.fillStyle = scene.dark ? "rgba(140,165,190,0.12)" : "rgba(255,255,255,0.75)"
                cloud(c, width * 0.16, height * 0.36, u * 1.25)
                cloud(c, width * 0.83, height * 0.30, u * 1.5)
                cloud(c, width * 0.71, height * 0.53, u * 0.8)
            }
            const green = scene.plain ? ["#39413f", "#333b39", "#2c3432"]
                : scene.dark ? ["#2c4a52", "#234049", "#1b333c"] : ["#b7d3bd", "#93bfa0", "#7cb08b"]
            hill(c, green[0], 0.74, 0.60, 0.71)
            hill(c, green[1], 0.80, 0.84, 0.72)
            hill(c, green[2], 0.87, 0.81, 0.90)
        }
    }
    // The rope between its posts: below it is the goal.
    Item {
        id: rope
        objectName: "rope"
        visible: scene.showsLevel
        width: Math.round(scene.unit * 66)
        x: Math.round((scene.width - width) / 2)
        y: scene.ropeY
        readonly property color wood: scene.dark || scene.plain ? "#e9e2d2" : "#4a3b2c"
        Repeater {
            model: 2
            Rectangle {
                required property int index
                width: Math.round(scene.unit * 1.2)
                height: scene.unit * 88 - scene.ropeY
                x: index * (rope.width - width)
                y: -scene.unit * 1.2
                radius: width / 2
                color: rope.wood
            }
        }
        Repeater {
            model: 19
            Rectangle {
                required property int index
                objectName: "dash" + index
                x: Math.round(rope.width * (index + 0.75) / 19.5 - width / 2)
                y: -height / 2
                width: Math.round(rope.width / 32)
                height: Math.max(3, Math.round(scene.unit * 0.6))
                radius: height / 2
                color: rope.wood
            }
        }
    }
    // Its shadow says how near the ground is.
    Canvas {
        objectName: "shadow"
        width: Math.round(scene.unit * 22)
        height: Math.round(scene.unit * 3)
        x: Math.round((scene.width - width) / 2)
        y: Math.round(scene.unit * 86)
        opacity: 0.08 + 0.32 * Math.round(scene.sunk * 32) / 32
        onPaint: {
            const c = getContext("2d")
            c.reset()
            c.fillStyle = "#10201a"
            c.beginPath()
            c.ellipse(0, 0, width, height)
            c.fill()
        }
    }
    Canvas {
        id: balloon
        objectName: "balloon"
        width: Math.round(scene.unit * 26)
        height: Math.round(scene.tall)
        x: Math.round((scene.width - width) / 2)
        y: Math.round(scene.highest + scene.way * scene.sunk)
        property string scheme: (scene.plain ? "plain" : "") + scene.dark
        onSchemeChanged: requestPaint()
        // A gore of the envelope: from the crown to the mouth, `a` and `b` as shares of its half width.
        function gore(c, a, b, colour) {
            const m = width / 2, r = width * 0.49, h = height * 0.74
            c.fillStyle = colour
            c.beginPath()
            c.moveTo(m, height * 0.01)
            c.bezierCurveTo(m + a * r * 1.28, 0, m + a * r * 1.30, h * 0.62, m + a * r * 0.22, h)
            c.lineTo(m + b * r * 0.22, h)
            c.bezierCurveTo(m + b * r * 1.30, h * 0.62, m + b * r * 1.28, 0, m, height * 0.01)
            c.closePath()
            c.fill()
        }
        onPaint: {
            const c = getContext("2d"), m = width / 2, h = height
            c.reset()
            const colours = scene.plain ? ["#7d858d", "#8b939b", "#99a1a9"]
                : scene.dark ? ["#b5583f", "#d98b4f", "#e8b874"] : ["#c65f41", "#e8935a", "#f4c887"]
            gore(c, -1, 1, colours[0])
            gore(c, -0.68, 0.68, colours[1])
            gore(c, -0.26, 0.26, colours[2])
            c.strokeStyle = scene.dark || scene.plain ? "#d8d2c4" : "#5b4a3a"
            c.lineWidth = Math.max(1, h * 0.006)
            c.beginPath()
            for (const side of [-1, 1]) {
                c.moveTo(m + side * width * 0.105, h * 0.74)
                c.lineTo(m + side * width * 0.085, h * 0.88)
            }
            c.stroke()
            c.fillStyle = scene.plain ? "#6b6f73" : scene.dark ? "#8d6a48" : "#8a6240"
            c.beginPath()
            c.roundedRect(m - width * 0.1, h * 0.88, width * 0.2, h * 0.115, h * 0.02, h * 0.02)
            c.fill()
            c.fillStyle = scene.plain ? "#7c8084" : scene.dark ? "#a9825b" : "#a67a52"
            c.beginPath()
            c.roundedRect(m - width * 0.115, h * 0.872, width * 0.23, h * 0.028, h * 0.012, h * 0.012)
            c.fill()
        }
    }
    Tick {
        feedback: scene.feedback
        disc: "#ffffff"
        width: Math.round(scene.unit * 6.4)
        anchors.left: rope.right
        anchors.leftMargin: scene.unit * 2.4
        y: Math.round(scene.ropeY - height / 2)
    }
}
