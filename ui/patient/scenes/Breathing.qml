import QtQuick
import QtQuick.Shapes
import "common"

// A circle that breathes at the given pace inside a wreath that closes from below as tension falls.
Scene {
    id: scene
    title: qsTr("Breathing circle")
    suits: "down"
    hasBar: false

    readonly property real size: feedback.breathing ? 0.55 + 0.45 * feedback.breath : 0.7
    readonly property real wreath: unit * 27
    readonly property color ring: plain ? "#84919d" : look.accent

    Ground { scene: scene }
    Item {
        id: middle
        objectName: "middle"
        x: Math.round(scene.width / 2)
        y: Math.round(scene.height * 0.555)

        Canvas {
            objectName: "glow"
            readonly property real r: Math.round(scene.unit * 38)
            width: 2 * r
            height: 2 * r
            x: -r
            y: -r
            visible: !scene.plain && opacity > 0.01
            opacity: scene.showsLevel ? Math.round(scene.feedback.reward * 32) / 32 : 0
            property color tint: scene.ring
            onTintChanged: requestPaint()
            onPaint: {
                const c = getContext("2d")
                c.reset()
                if (!(r > 0)) return
                const g = c.createRadialGradient(r, r, r * 0.6, r, r, r)
                g.addColorStop(0, Qt.rgba(tint.r, tint.g, tint.b, 0.22))
                g.addColorStop(1, Qt.rgba(tint.r, tint.g, tint.b, 0))
                c.fillStyle = g
                c.fillRect(0, 0, 2 * r, 2 * r)
            }
        }
        // Three discs, each a little smaller, make a soft edge without being painted anew.
        Repeater {
            model: 3
            Shape {
                required property int index
                objectName: "disc" + index
                scale: scene.size * (1 - 0.14 * index)
                ShapePath {
                    strokeWidth: -1
                    fillColor: Qt.tint(scene.look.window, Qt.rgba(scene.ring.r, scene.ring.g, scene.ring.b, (scene.dark ? 0.12 : 0.10) * (1 + index)))
                    PathAngleArc { centerX: 0; centerY: 0; radiusX: scene.unit * 23; radiusY: radiusX; startAngle: 0; sweepAngle: 360 }
                }
            }
        }
        // The wreath's ground, then the two halves that meet at the top.
        Shape {
            visible: scene.showsLevel
            ShapePath {
                strokeColor: Qt.rgba(scene.ink.r, scene.ink.g, scene.ink.b, 0.12)
                strokeWidth: scene.unit * 1.8
                fillColor: "transparent"
                PathAngleArc { centerX: 0; centerY: 0; radiusX: scene.wreath; radiusY: radiusX; startAngle: 0; sweepAngle: 360 }
            }
        }
        Shape {
            objectName: "fill"
            visible: scene.showsLevel
            ShapePath {
                strokeColor: scene.ring
                strokeWidth: scene.unit * 1.8
                capStyle: ShapePath.RoundCap
                fillColor: "transparent"
                PathAngleArc {
                    centerX: 0; centerY: 0; radiusX: scene.wreath; radiusY: radiusX
                    startAngle: 90 - 180 * scene.feedback.level
                    sweepAngle: 360 * scene.feedback.level
                }
            }
        }
        // Where the two ends have to come.
        Repeater {
            model: 2
            Rectangle {
                required property int index
                readonly property real turn: (index === 0 ? 1 : -1) * Math.PI * scene.feedback.target
                objectName: "goal" + index
                visible: scene.showsLevel
                width: Math.round(scene.unit * 0.8)
                height: Math.round(scene.unit * 6)
                radius: width / 2
                color: scene.ink
                x: Math.sin(turn) * scene.wreath - width / 2
                y: Math.cos(turn) * scene.wreath - height / 2
                rotation: -turn * 180 / Math.PI
            }
        }
    }
    Text {
        objectName: "breath"
        anchors.horizontalCenter: parent.horizontalCenter
        y: middle.y - height / 2
        color: scene.ink
        font.pixelSize: scene.unit * 5.2
        font.weight: Font.DemiBold
        text: scene.feedback.breathIn ? qsTr("Breathe in") : qsTr("Breathe out")
        visible: scene.feedback.breathing && scene.feedback.cue.split(" ").length < 6
    }
    Tick {
        feedback: scene.feedback
        disc: scene.look.accent
        mark: scene.look.onAccent
        width: Math.round(scene.unit * 6.4)
        x: Math.round(middle.x - width / 2)
        y: Math.round(middle.y - scene.wreath - height / 2)
    }
}
