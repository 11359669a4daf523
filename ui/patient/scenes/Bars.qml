import QtQuick
import "common"

// One bar for each trained muscle and the line it has to pass: tension falls below it, or work rises above it.
Scene {
    id: scene
    title: qsTr("Bar with a line")
    suits: "both"
    hasBar: false

    readonly property bool up: feedback.up
    function heightOf(level) { return up ? level : 1 - level }

    Ground { scene: scene }
    Rest { scene: scene }

    Item {
        id: columns
        objectName: "columns"
        width: scene.unit * (scene.feedback.two ? 84 : 62)
        height: Math.round(scene.unit * (scene.feedback.staged ? 48 : 56))
        anchors.horizontalCenter: parent.horizontalCenter
        y: Math.round(scene.unit * 84) - height
        visible: scene.showsLevel
        readonly property real lineY: Math.round(height * (1 - scene.heightOf(scene.feedback.target)))

        // Where to be: the side of the line that is wanted.
        Rectangle {
            objectName: "wanted"
            width: parent.width
            y: scene.up ? 0 : columns.lineY
            height: scene.up ? columns.lineY : parent.height - columns.lineY
            radius: scene.unit * 2.4
            color: scene.plain ? scene.look.track : Qt.tint(scene.look.window, Qt.rgba(scene.look.accent.r, scene.look.accent.g, scene.look.accent.b, 0.13))
        }
        Repeater {
            model: scene.feedback.two ? 2 : 1
            Item {
                id: column
                required property int index
                readonly property real level: !scene.feedback.two ? scene.feedback.level : index === 0 ? scene.feedback.first : scene.feedback.second
                readonly property bool reached: level >= scene.feedback.target
                objectName: "column" + index
                width: Math.round(scene.unit * 18)
                height: parent.height
                x: Math.round((parent.width - width) / 2 + (scene.feedback.two ? (index - 0.5) * scene.unit * 30 : 0))
                Rectangle {
                    anchors.fill: parent
                    radius: scene.unit * 2.4
                    color: Qt.rgba(scene.ink.r, scene.ink.g, scene.ink.b, scene.dark ? 0.12 : 0.08)
                }
                Rectangle {
                    objectName: "fill"
                    anchors.bottom: parent.bottom
                    width: parent.width
                    height: Math.max(Math.round(scene.unit * 4.8), Math.round(parent.height * scene.heightOf(column.level)))
                    radius: scene.unit * 2.4
                    color: scene.plain ? "#74818d" : column.reached ? scene.look.accent : scene.dark ? "#6f8296" : "#7f93a6"
                }
                Name {
                    ink: scene.ink
                    unit: scene.unit
                    text: column.index === 0 ? scene.feedback.firstName : scene.feedback.secondName
                    anchors.horizontalCenter: parent.horizontalCenter
                    y: Math.round(parent.height + scene.unit * 0.8)
                }
            }
        }
        Rectangle {
            objectName: "line"
            width: parent.width
            height: Math.max(3, Math.round(scene.unit * 0.7))
            radius: height / 2
            y: columns.lineY - height / 2
            color: scene.ink
        }
        // Its two ends, so that it is a line also for who does not see the colours beside it.
        Repeater {
            model: 2
            Rectangle {
                required property int index
                width: Math.round(scene.unit * 2.4)
                height: width
                radius: width / 2
                color: scene.ink
                x: index * columns.width - width / 2
                y: columns.lineY - height / 2
            }
        }
    }
    Tick {
        feedback: scene.feedback
        disc: scene.look.accent
        mark: scene.look.onAccent
        width: Math.round(scene.unit * 8)
        anchors.left: columns.right
        anchors.leftMargin: scene.unit * 5
        y: Math.round(columns.y + columns.lineY - height / 2)
    }
}
