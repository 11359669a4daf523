import QtQuick
import QtQuick.Shapes
import "common"

// A lotus on still water that opens with the level. In target its heart glows.
Scene {
    id: scene
    title: qsTr("Lotus")
    suits: "both"
    ink: dark || plain ? "#f3f4f4" : "#17202a"

    readonly property real open: showsLevel ? feedback.level : 0.4
    readonly property var petalColours: plain ? ["#8b8791", "#9d99a2", "#b0acb4"]
        : dark ? ["#a7517d", "#c8749a", "#e5a6bf"] : ["#c9628f", "#e08bad", "#f5bfd1"]

    Canvas {
        objectName: "pond"
        anchors.fill: parent
        property string scheme: (scene.plain ? "plain" : "") + scene.dark
        onSchemeChanged: requestPaint()
        function leaf(c, x, y, w, h, colour, notch) {
            c.fillStyle = colour
            c.save()
            c.translate(x, y)
            c.scale(1, h / w)
            c.beginPath()
            c.moveTo(0, 0)
            c.arc(0, 0, w, notch + 0.16, notch - 0.16 + 2 * Math.PI)
            c.closePath()
            c.fill()
            c.restore()
        }
        onPaint: {
            const c = getContext("2d"), u = height / 100, m = width / 2
            c.reset()
            const water = scene.plain ? ["#2a3038", "#2f363f", "#262c33"]
                : scene.dark ? ["#0e1a24", "#163039", "#0f2229"] : ["#e9f2f1", "#cfe3e2", "#a9cdcc"]
            const g = c.createLinearGradient(0, 0, 0, height)
            g.addColorStop(0, water[0])
            g.addColorStop(0.55, water[1])
            g.addColorStop(1, water[2])
            c.fillStyle = g
            c.fillRect(0, 0, width, height)
            c.strokeStyle = scene.plain ? "rgba(255,255,255,0.06)" : scene.dark ? "rgba(150,210,215,0.14)" : "rgba(255,255,255,0.75)"
            c.lineWidth = u * 0.4
            for (let i = 0; i < 3; ++i) {
                c.beginPath()
                c.ellipse(m - u * (38 + 17 * i), u * (75 - 3.2 * i), u * (76 + 34 * i), u * (7 + 6.4 * i))
                c.stroke()
            }
            const green = scene.plain ? ["#3c4745", "#465250"] : scene.dark ? ["#1f4a42", "#2a5d50"] : ["#7db59a", "#92c6a9"]
            leaf(c, m - u * 40, u * 79, u * 15, u * 3.4, green[0], -0.6)
            leaf(c, m + u * 43, u * 76.5, u * 12, u * 2.6, green[0], 2.6)
            leaf(c, m + u * 27, u * 81.5, u * 14, u * 3.2, green[1], 3.6)
            leaf(c, m - u * 19, u * 80, u * 17, u * 3.8, green[1], -0.2)
        }
    }
    Item {
        id: flower
        objectName: "flower"
        x: Math.round(scene.width / 2)
        y: Math.round(scene.unit * 79)

        Canvas {
            objectName: "glow"
            readonly property real r: Math.round(scene.unit * 30)
            x: -r
            y: Math.round(-scene.unit * 22 - r)
            width: 2 * r
            height: 2 * r
            opacity: scene.showsLevel ? Math.round(scene.feedback.reward * 32) / 32 * (scene.plain ? 0.4 : 1) : 0
            visible: opacity > 0.01
            onPaint: {
                const c = getContext("2d")
                c.reset()
                if (!(r > 0)) return
                const g = c.createRadialGradient(r, r, 0, r, r, r * 0.98)
                g.addColorStop(0, "rgba(255,205,110,0.95)")
                g.addColorStop(0.5, "rgba(255,214,140,0.45)")
                g.addColorStop(1, "rgba(255,226,180,0)")
                c.fillStyle = g
                c.fillRect(0, 0, width, height)
            }
        }
        // From the back row to the front; within a row from the sides to the middle.
        Repeater {
            model: [[-3.4, 0], [3.4, 0], [-2.3, 0], [2.3, 0], [-1.2, 0], [1.2, 0], [0, 0],
                    [-2.6, 1], [2.6, 1], [-1.5, 1], [1.5, 1], [-0.6, 2], [0.6, 2]]
            Shape {
                id: petal
                required property var modelData
                readonly property int row: modelData[1]
                readonly property real size: scene.unit * (row === 0 ? 45 : row === 1 ? 38 : 29) * (1 - 0.045 * Math.abs(modelData[0]))
                objectName: "petal"
                rotation: modelData[0] * (3 + 19 * scene.open)
                transformOrigin: Item.TopLeft
                ShapePath {
                    strokeWidth: -1
                    fillGradient: LinearGradient {
                        x1: 0; y1: 0; x2: 0; y2: -petal.size
                        GradientStop { position: 0.0; color: scene.petalColours[2] }
                        GradientStop { position: 1.0; color: scene.petalColours[petal.row === 2 ? 1 : petal.row === 1 ? 1 : 0] }
                    }
                    startX: 0; startY: 0
                    PathCubic {
                        x: 0; y: -petal.size
                        control1X: -petal.size * 0.30; control1Y: -petal.size * 0.28
                        control2X: -petal.size * 0.20; control2Y: -petal.size * 0.74
                    }
                    PathCubic {
                        x: 0; y: 0
                        control1X: petal.size * 0.20; control1Y: -petal.size * 0.74
                        control2X: petal.size * 0.30; control2Y: -petal.size * 0.28
                    }
                }
            }
        }
        // The leaf it stands on.
        Shape {
            ShapePath {
                strokeWidth: -1
                fillColor: scene.plain ? "#4c5856" : scene.dark ? "#2f6657" : "#92c6a9"
                PathAngleArc { centerX: 0; centerY: scene.unit * 1.6; radiusX: scene.unit * 14; radiusY: scene.unit * 2.6; startAngle: 0; sweepAngle: 360 }
            }
        }
    }
}
