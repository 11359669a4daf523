import QtQuick

// What every scene is made from: the picture in its body, and over it the words, times and signs that are the same in all.
// A scene says what it is in two lines that are also read without loading it: `title: qsTr("…")` and `suits: "down"`,
// "up" or "both". All measures are in `unit`, a hundredth of the height; words are at least 5 of them.
Item {
    id: scene
    required property QtObject feedback
    property string title
    property string suits: "both"

    /// What the picture shows, 0 far from the goal … 1 well past it. Grows with the level, whatever the scene.
    property real progress: showsLevel ? feedback.level : 0

    readonly property real unit: height / 100
    readonly property QtObject look: feedback.look
    readonly property bool dark: look.dark
    /// Dimmer and plainer, and less of it moves.
    readonly property bool plain: feedback.lowStimulus
    readonly property bool still: feedback.reducedMotion || plain
    readonly property bool showsLevel: feedback.state === "feedback"
    readonly property bool unusable: feedback.state === "unusable"
    readonly property bool paused: feedback.state === "paused"
    readonly property bool finished: feedback.state === "finished"
    readonly property bool waiting: feedback.state === "waiting"
    readonly property bool stopped: unusable || paused || finished
    /// Of what fills the screen: slow, and in steps too small to be seen, so that it is not painted anew each time.
    readonly property real mood: showsLevel ? Math.round(feedback.slow * 48) / 48 : 0.4

    /// Colour of the words on this picture.
    property color ink: look.text
    /// Under the words, where the picture is too lively to read on; transparent = nothing.
    property color shade: "transparent"
    /// The level once more as a bar with a line; off where the picture itself has a line.
    property bool hasBar: true
    default property alias picture: body.data
    Item {
        id: body
        objectName: "picture"
        anchors.fill: parent
        visible: !scene.stopped
    }
    Overlay {
        anchors.fill: parent
        scene: scene
    }
}
