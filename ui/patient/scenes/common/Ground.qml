import QtQuick

// The plain ground of scenes that are no picture: the window's colour, a little deeper towards the floor.
Rectangle {
    id: ground
    required property Item scene
    readonly property color floor: scene.plain ? scene.look.window : scene.dark ? "#16262b" : "#dfeceb"
    objectName: "ground"
    anchors.fill: parent
    gradient: Gradient {
        GradientStop { position: 0.3; color: ground.scene.look.window }
        GradientStop { position: 1.0; color: ground.floor }
    }
}
