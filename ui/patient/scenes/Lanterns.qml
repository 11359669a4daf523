import QtQuick
import "common"

// Work lifts a paper lantern from the shore to a cord; each repetition that reaches its goal leaves one more alight there.
Scene {
    id: scene
    title: qsTr("Lanterns")
    suits: "up"
    ink: dark || plain ? "#f3f4f4" : "#17202a"

    readonly property int places: Math.min(12, Math.max(5, feedback.repsN))
    readonly property int lit: Math.min(places, feedback.reps)
    property int from: 0       // how many were alight when this work began
    readonly property int lifted: Math.min(places - 1, feedback.staged ? from : lit)
    readonly property bool hangs: feedback.staged && lit > from   // the one of this repetition hangs already
    readonly property real lift: showsLevel ? feedback.level : 0
    readonly property real cordY: unit * (feedback.staged ? 33 : 27)
    readonly property real paper: Math.round(Math.min(unit * 12, width * 0.72 / places))
    readonly property real shore: Math.round(unit * 83 - paper * 1.3)
    function placeX(i) { return width * (0.08 + 0.84 * (i + 0.5) / places) }
    function placeY(i) { const t = placeX(i) / width; return cordY + unit * 26 * t * (1 - t) }

    Connections {
        target: scene.feedback
        function onWorkingChanged() { scene.begin() }
        function onChanged() { if (!scene.feedback.working) scene.from = scene.lit }
    }
    function begin() { if (feedback.working) from = Math.min(lit, Math.max(0, feedback.rep - 1)) }
    Component.onCompleted: from = Math.min(lit, Math.max(0, feedback.rep - 1))

    Canvas {
        id: evening
        objectName: "evening"
        anchors.fill: parent
        property string scheme: (scene.plain ? "plain" : "") + scene.dark + scene.places + scene.cordY
        onSchemeChanged: requestPaint()
        function hill(c, colour, y) {
            c.fillStyle = colour
            c.beginPath()
            c.moveTo(0, y[0] * height)
            c.bezierCurveTo(width * 0.2, y[1] * height, width * 0.4, y[2] * height, width * 0.55, y[3] * height)
            c.bezierCurveTo(width * 0.7, y[4] * height, width * 0.85, y[5] * height, width, y[6] * height)
            c.lineTo(width, height)
            c.lineTo(0, height)
            c.closePath()
            c.fill()
        }
        onPaint: {
            const c = getContext("2d"), u = height / 100
            c.reset()
            const sky = scene.plain ? ["#272d36", "#2d343e"] : scene.dark ? ["#10162c", "#3a3558"] : ["#d8dcf0", "#fbe6d6"]
            const g = c.createLinearGradient(0, 0, 0, height * 0.7)
            g.addColorStop(0, sky[0])
            g.addColorStop(1, sky[1])
            c.fillStyle = g
            c.fillRect(0, 0, width, height)
            c.fillStyle = scene.plain ? "#343b45" : scene.dark ? "#e9dcc6" : "#fff6e6"
            c.beginPath()
            c.arc(width * 0.77, height * 0.575, u * 5.4, 0, 2 * Math.PI)
            c.fill()
            const land = scene.plain ? ["#343b45", "#2b3139"] : scene.dark ? ["#2b2b4c", "#1f2340"] : ["#c3bfdc", "#a9aacd"]
            hill(c, land[0], [0.66, 0.56, 0.62, 0.66, 0.70, 0.55, 0.60])
            const lake = c.createLinearGradient(0, height * 0.68, 0, height)
            const water = scene.plain ? ["#2a3139", "#22282f"] : scene.dark ? ["#272a4a", "#12162b"] : ["#cfd0e6", "#a7b2cf"]
            lake.addColorStop(0, water[0])
            lake.addColorStop(1, water[1])
            c.fillStyle = lake
            c.fillRect(0, height * 0.68, width, height * 0.32)
            c.fillStyle = land[1]
            c.beginPath()
            c.moveTo(0, height * 0.80)
            c.bezierCurveTo(width * 0.3, height * 0.845, width * 0.7, height * 0.80, width, height * 0.84)
            c.lineTo(width, height)
            c.lineTo(0, height)
            c.fill()
            // The cord between the edges of the picture.
            c.strokeStyle = scene.dark || scene.plain ? "rgba(240,235,225,0.65)" : "rgba(60,50,60,0.65)"
            c.lineWidth = Math.max(2, u * 0.35)
            c.beginPath()
            for (let i = 0; i <= 40; ++i) {
                const t = i / 40, y = scene.cordY + u * 26 * t * (1 - t)
                if (i === 0) c.moveTo(0, y)
                else c.lineTo(width * t, y)
            }
            c.stroke()
        }
    }

    component Lantern: Canvas {
        property bool alight: true
        property bool empty: false
        property string scheme: (scene.plain ? "plain" : "") + scene.dark + alight + empty
        onSchemeChanged: requestPaint()
        width: Math.round(scene.paper * (alight && !scene.plain ? 2 : 1))
        height: Math.round(scene.paper * (alight && !scene.plain ? 2.3 : 1.3))
        onPaint: {
            const c = getContext("2d"), w = scene.paper, m = width / 2, top = (height - w * 1.3) / 2
            c.reset()
            if (!(w > 0)) return
            if (alight && !scene.plain) {
                const g = c.createRadialGradient(m, height / 2, w * 0.2, m, height / 2, width / 2)
                g.addColorStop(0, scene.dark ? "rgba(255,196,110,0.60)" : "rgba(255,176,80,0.55)")
                g.addColorStop(1, "rgba(255,186,90,0)")
                c.fillStyle = g
                c.fillRect(0, 0, width, height)
            }
            const body = alight ? (scene.plain ? "#c9b896" : scene.dark ? "#ffc978" : "#ff9f4a") : scene.dark || scene.plain ? "#59607a" : "#ffffff"
            c.lineWidth = Math.max(2, w * 0.05)
            c.strokeStyle = empty ? (scene.dark || scene.plain ? "rgba(243,244,244,0.55)" : "rgba(40,40,60,0.55)")
                : alight ? (scene.dark || scene.plain ? "#fff0d0" : "#a8561c") : (scene.dark || scene.plain ? "#c5c9d8" : "#6b6780")
            c.fillStyle = body
            c.beginPath()
            c.ellipse(m - w * 0.42, top + w * 0.16, w * 0.84, w * 0.96)
            if (empty) {
                c.lineWidth = Math.max(2, w * 0.035)
                c.stroke()
                return
            }
            c.fill()
            c.stroke()
            c.beginPath()
            c.ellipse(m - w * 0.17, top + w * 0.16, w * 0.34, w * 0.96)
            c.stroke()
            c.fillStyle = c.strokeStyle
            c.fillRect(m - w * 0.2, top + w * 0.10, w * 0.4, w * 0.09)
            c.fillRect(m - w * 0.2, top + w * 1.08, w * 0.4, w * 0.09)
        }
    }

    Repeater {
        model: scene.places
        Lantern {
            required property int index
            objectName: "place" + index
            alight: index < scene.lit
            empty: !alight
            x: Math.round(scene.placeX(index) - width / 2)
            y: Math.round(scene.placeY(index) + scene.paper * 0.55 - height / 2)
        }
    }
    Canvas {
        objectName: "glow"
        readonly property real r: Math.round(scene.paper * (scene.plain ? 1.4 : 2.2))
        width: 2 * r
        height: 2 * r
        x: Math.round(lifted.x + lifted.width / 2 - r)
        y: Math.round(lifted.y + lifted.height / 2 - r)
        opacity: scene.showsLevel ? Math.round(scene.feedback.reward * 32) / 32 : 0
        visible: opacity > 0.01 && lifted.visible
        onPaint: {
            const c = getContext("2d")
            c.reset()
            if (!(r > 0)) return
            const g = c.createRadialGradient(r, r, 0, r, r, r)
            g.addColorStop(0, scene.plain ? "rgba(230,220,200,0.3)" : "rgba(255,190,90,0.85)")
            g.addColorStop(1, "rgba(255,200,110,0)")
            c.fillStyle = g
            c.fillRect(0, 0, width, height)
        }
    }
    Lantern {
        id: lifted
        objectName: "lifted"
        alight: scene.showsLevel && (scene.feedback.working || !scene.feedback.staged)
        visible: scene.lit < scene.places && !scene.hangs
        x: Math.round(scene.placeX(scene.lifted) - width / 2)
        y: Math.round((1 - scene.lift) * (scene.shore + scene.paper * 0.65) + scene.lift * (scene.placeY(scene.lifted) + scene.paper * 0.55) - height / 2)
    }
}
