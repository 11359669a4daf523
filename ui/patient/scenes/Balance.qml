import QtQuick
import "common"

// Two glasses that fill, one for each muscle, and a board that lies on what swims in them: even when both do the same.
Scene {
    id: scene
    title: qsTr("Two in balance")
    suits: "both"
    hasBar: false

    readonly property real glassTop: unit * (feedback.staged ? 38 : 30)
    readonly property real glassHeight: Math.round(unit * 84 - glassTop)
    readonly property real deepest: glassHeight * 0.08
    readonly property real room: glassHeight * 0.84     // of the water between the lowest and the highest level
    readonly property real apart: Math.round(unit * 58)
    readonly property var levels: [feedback.first, feedback.second]
    function surfaceOf(level) { return Math.round(glassTop + glassHeight - deepest - room * level) }

    Ground { scene: scene }
    Rest { scene: scene }
    Item {
        objectName: "glasses"
        anchors.fill: parent
        visible: scene.showsLevel

        Repeater {
            model: 2
            Item {
                id: glass
                required property int index
                readonly property real surface: scene.surfaceOf(scene.levels[index]) - scene.glassTop
                objectName: "glass" + index
                width: Math.round(scene.unit * 24)
                height: scene.glassHeight
                x: Math.round(scene.width / 2 + (index - 0.5) * scene.apart - width / 2)
                y: scene.glassTop
                Canvas {
                    anchors.fill: parent
                    property color ink: scene.ink
                    onInkChanged: requestPaint()
                    onPaint: {
                        const c = getContext("2d"), e = scene.unit * 0.5, r = scene.unit * 4
                        c.reset()
                        c.fillStyle = Qt.rgba(ink.r, ink.g, ink.b, 0.05)
                        c.strokeStyle = Qt.rgba(ink.r, ink.g, ink.b, 0.55)
                        c.lineWidth = e
                        c.lineCap = "round"
                        c.beginPath()
                        c.moveTo(e, e)
                        c.lineTo(e, height - r)
                        c.quadraticCurveTo(e, height - e, r, height - e)
                        c.lineTo(width - r, height - e)
                        c.quadraticCurveTo(width - e, height - e, width - e, height - r)
                        c.lineTo(width - e, e)
                        c.fill()
                        c.stroke()
                    }
                }
                Rectangle {
                    objectName: "water"
                    x: Math.round(scene.unit)
                    width: parent.width - 2 * x
                    y: glass.surface
                    height: parent.height - Math.round(scene.unit) - y
                    radius: Math.min(scene.unit * 3, height / 2)
                    color: scene.plain ? "#55626e" : Qt.tint(scene.look.window, Qt.rgba(scene.look.accent.r, scene.look.accent.g, scene.look.accent.b, 0.62))
                }
                Name {
                    ink: scene.ink
                    unit: scene.unit
                    text: glass.index === 0 ? scene.feedback.firstName : scene.feedback.secondName
                    anchors.horizontalCenter: parent.horizontalCenter
                    y: Math.round(parent.height + scene.unit * 0.8)
                }
                // The line both have to reach.
                Repeater {
                    model: 2
                    Rectangle {
                        required property int index
                        objectName: "line"
                        width: Math.round(scene.unit * 6)
                        height: Math.max(3, Math.round(scene.unit * 0.7))
                        radius: height / 2
                        color: scene.ink
                        x: index === 0 ? -width / 2 : glass.width - width / 2
                        y: scene.surfaceOf(scene.feedback.target) - scene.glassTop - height / 2
                    }
                }
            }
        }
        Repeater {
            model: 2
            Rectangle {
                required property int index
                objectName: "float" + index
                width: Math.round(scene.unit * 9)
                height: width
                radius: width / 2
                color: scene.plain ? "#a8a49a" : scene.dark ? "#e8d9b8" : "#f0b46a"
                border.width: Math.round(scene.unit * 0.6)
                border.color: scene.plain ? "#6f6c66" : scene.dark ? "#8d7a54" : "#8a5a1e"
                x: Math.round(scene.width / 2 + (index - 0.5) * scene.apart - width / 2)
                y: scene.surfaceOf(scene.levels[index]) - Math.round(height * 0.62)
            }
        }
        Rectangle {
            id: board
            objectName: "board"
            readonly property real rise: scene.surfaceOf(scene.levels[1]) - scene.surfaceOf(scene.levels[0])
            width: Math.round(Math.sqrt(scene.apart * scene.apart + rise * rise) + scene.unit * 14)
            height: Math.round(scene.unit * 2)
            radius: height / 2
            antialiasing: true
            color: scene.plain ? "#8d8a82" : scene.dark ? "#c7a878" : "#a06a2e"
            x: (scene.width - width) / 2
            y: (scene.surfaceOf(scene.levels[0]) + scene.surfaceOf(scene.levels[1])) / 2 - scene.unit * 6.5
            rotation: Math.atan2(rise, scene.apart) * 180 / Math.PI
        }
        Tick {
            feedback: scene.feedback
            disc: scene.look.accent
            mark: scene.look.onAccent
            width: Math.round(scene.unit * 7)
            x: Math.round((scene.width - width) / 2)
            y: Math.round(board.y - height - scene.unit)
        }
    }
}
