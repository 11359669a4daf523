import QtQuick

// Hills before sunrise: as the level rises the sun comes up and the sky turns from dusk to morning. In target the sun
// glows and birds pass. No animation of its own and no shader effects: `feedback` moves everything, and the costly
// pictures (hills, glow) are painted once per size, so it also runs in software.
Item {
    id: scene
    required property QtObject feedback

    readonly property bool showsLevel: feedback.state === "feedback"
    readonly property bool unusable: feedback.state === "unusable"
    readonly property bool paused: feedback.state === "paused"
    // Without feedback the light stands still half-way: nothing to read from it.
    readonly property real light: showsLevel ? feedback.level : (unusable || paused ? 0.25 : 0.45)
    readonly property real unit: height / 100

    Rectangle {
        objectName: "dusk"
        anchors.fill: parent
        gradient: Gradient {
            GradientStop { position: 0.00; color: "#1f2f55" }
            GradientStop { position: 0.38; color: "#4b4a78" }
            GradientStop { position: 0.56; color: "#7d5f80" }
            GradientStop { position: 0.66; color: "#a97a78" }
            GradientStop { position: 1.00; color: "#a97a78" }
        }
    }
    Rectangle {
        objectName: "morning"
        anchors.fill: parent
        opacity: scene.light
        gradient: Gradient {
            GradientStop { position: 0.00; color: "#2f5c93" }
            GradientStop { position: 0.30; color: "#7c8fb8" }
            GradientStop { position: 0.48; color: "#c9a9b4" }
            GradientStop { position: 0.62; color: "#f6cfa6" }
            GradientStop { position: 1.00; color: "#f6cfa6" }
        }
    }

    Canvas {
        id: glow
        objectName: "glow"
        readonly property real radius: scene.height * 0.40
        width: 2 * radius
        height: 2 * radius
        x: sun.x + sun.width / 2 - radius
        y: sun.y + sun.height / 2 - radius
        opacity: scene.showsLevel ? 0.25 + 0.30 * scene.feedback.level + 0.45 * scene.feedback.reward : 0.25
        onRadiusChanged: requestPaint()
        onPaint: {
            const c = getContext("2d")
            c.reset()
            const g = c.createRadialGradient(radius, radius, 0, radius, radius, radius)
            g.addColorStop(0.00, "rgba(255, 226, 168, 0.95)")
            g.addColorStop(0.35, "rgba(255, 214, 150, 0.50)")
            g.addColorStop(1.00, "rgba(255, 206, 140, 0)")
            c.fillStyle = g
            c.fillRect(0, 0, 2 * radius, 2 * radius)
        }
    }
    Rectangle {
        id: sun
        objectName: "sun"
        width: scene.height * 0.165
        height: width
        radius: width / 2
        color: "#fff3d6"
        x: (scene.width - width) / 2
        y: scene.height * (0.66 - 0.26 * scene.light) - height / 2
        visible: !scene.unusable && !scene.paused
    }

    Repeater {
        model: 3
        Canvas {
            required property int index
            objectName: "bird" + index
            width: scene.unit * (6 - index)
            height: width / 2
            opacity: scene.showsLevel ? scene.feedback.reward : 0
            visible: opacity > 0.02
            x: scene.width * ((0.18 + 0.055 * index + scene.feedback.drift) % 1.1) - width
            y: scene.height * (0.27 - 0.035 * index)
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
        anchors.fill: parent
        onWidthChanged: requestPaint()
        onHeightChanged: requestPaint()
        // One ridge: crest heights at equal places across, as fractions of the height, and its colours.
        function ridge(c, y, top, middle, bottom) {
            const w = width, h = height
            const n = y.length - 1
            c.beginPath()
            c.moveTo(0, y[0] * h)
            for (let i = 0; i < n; ++i) {
                const before = y[Math.max(i - 1, 0)], after = y[Math.min(i + 2, n)]
                c.bezierCurveTo((i + 1 / 3) / n * w, (y[i] + (y[i + 1] - before) / 6) * h,
                                (i + 2 / 3) / n * w, (y[i + 1] - (after - y[i]) / 6) * h, (i + 1) / n * w, y[i + 1] * h)
            }
            c.lineTo(w, h)
            c.lineTo(0, h)
            c.closePath()
            const crest = Math.min.apply(null, y) * h
            const g = c.createLinearGradient(0, crest, 0, crest + 0.22 * h)
            g.addColorStop(0, top)
            g.addColorStop(0.5, middle)
            g.addColorStop(1, bottom)
            c.fillStyle = g
            c.fill()
        }
        onPaint: {
            const c = getContext("2d")
            c.reset()
            ridge(c, [0.625, 0.568, 0.622, 0.645, 0.595, 0.578, 0.632], "rgba(128,122,152,0.92)", "rgba(190,170,172,0.90)", "#a89aa6")
            ridge(c, [0.710, 0.668, 0.705, 0.742, 0.705, 0.668, 0.678], "#5d6a88", "#7d8494", "#4c5d7d")
            ridge(c, [0.800, 0.757, 0.785, 0.832, 0.822, 0.758, 0.766], "#31455c", "#2e4259", "#2b3e54")
            ridge(c, [0.888, 0.840, 0.860, 0.905, 0.915, 0.900, 0.868], "#1c2c3c", "#1b2a39", "#1b2a39")
        }
    }

    // Under the words: white on a bright morning would not be read.
    Rectangle {
        objectName: "shade"
        width: parent.width
        height: parent.height * 0.34
        visible: scene.showsLevel
        gradient: Gradient {
            GradientStop { position: 0.00; color: "#801b2f55" }
            GradientStop { position: 0.60; color: "#661b2f55" }
            GradientStop { position: 1.00; color: "#001b2f55" }
        }
    }

    // Not usable: the colours go, a broken line in a ring and words come.
    Rectangle {
        objectName: "veil"
        anchors.fill: parent
        color: scene.unusable ? "#4a5058" : "#1b2733"
        opacity: scene.unusable ? 0.86 : 0.55
        visible: scene.unusable || scene.paused
    }
    Canvas {
        objectName: "sign"
        width: scene.unit * 26
        height: width
        anchors.horizontalCenter: parent.horizontalCenter
        y: scene.height * 0.30
        visible: scene.unusable || scene.paused
        onVisibleChanged: requestPaint()
        onWidthChanged: requestPaint()
        onPaint: {
            const c = getContext("2d"), w = width
            c.reset()
            c.strokeStyle = c.fillStyle = "#ffffff"
            c.lineWidth = w * 0.035
            c.lineCap = c.lineJoin = "round"
            if (scene.paused) {
                c.fillRect(w * 0.30, w * 0.22, w * 0.13, w * 0.56)
                c.fillRect(w * 0.57, w * 0.22, w * 0.13, w * 0.56)
                return
            }
            c.beginPath()
            c.arc(w / 2, w / 2, w * 0.46, 0, 2 * Math.PI)
            c.stroke()
            c.beginPath()
            c.moveTo(w * 0.14, w * 0.5)
            c.lineTo(w * 0.28, w * 0.5)
            c.lineTo(w * 0.34, w * 0.34)
            c.lineTo(w * 0.42, w * 0.60)
            c.moveTo(w * 0.58, w * 0.40)
            c.lineTo(w * 0.66, w * 0.66)
            c.lineTo(w * 0.72, w * 0.5)
            c.lineTo(w * 0.86, w * 0.5)
            c.stroke()
        }
    }

    Text {
        id: head
        objectName: "head"
        readonly property string spoken: scene.unusable ? qsTr("Signal not usable")
                                       : scene.paused ? qsTr("Paused")
                                       : scene.feedback.cue
        text: spoken
        color: "#ffffff"
        font.pixelSize: scene.unit * 6.4
        font.weight: Font.DemiBold
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.WordWrap
        maximumLineCount: 2
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: Math.ceil(scene.unit * 5)
        width: scene.width * 0.88
        x: scene.width * 0.06
        y: scene.height * 0.07
        visible: text !== ""
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }
    Text {
        objectName: "trouble"
        text: scene.feedback.trouble
        color: "#ffffff"
        font.pixelSize: scene.unit * 5.4
        horizontalAlignment: Text.AlignHCenter
        width: scene.width * 0.88
        x: scene.width * 0.06
        y: scene.height * 0.64
        visible: scene.unusable && text !== ""
    }

    Item {
        id: bar
        objectName: "bar"
        visible: scene.showsLevel
        width: scene.width * 0.375
        height: scene.unit * 1.8
        anchors.horizontalCenter: parent.horizontalCenter
        y: scene.height * 0.93 - height / 2
        Rectangle {
            anchors.fill: parent
            radius: height / 2
            color: "#53606d"
        }
        Rectangle {
            objectName: "fill"
            height: parent.height
            radius: height / 2
            color: "#f3f4f4"
            width: Math.max(height, parent.width * scene.feedback.level)
        }
        Rectangle {
            objectName: "line"
            width: Math.max(3, scene.unit * 0.5)
            height: parent.height * 3
            radius: width / 2
            color: "#ffdf9e"
            x: parent.width * scene.feedback.target - width / 2
            anchors.verticalCenter: parent.verticalCenter
        }
    }
    Text {
        objectName: "time"
        text: scene.feedback.timeLeft
        color: "#ffffff"
        font.pixelSize: scene.unit * 5.2
        font.weight: Font.DemiBold
        anchors.right: parent.right
        anchors.rightMargin: scene.width * 0.045
        anchors.verticalCenter: bar.verticalCenter
        visible: text !== "" && !scene.unusable && !scene.paused
    }
}
