import QtQuick

// Shows one scene. Another one is made ready underneath, then the old one fades away: the screen is never empty, and
// nothing waits for it.
Item {
    id: host
    required property QtObject feedback
    required property url source
    readonly property Item scene: back.live ? back.item : front.item

    LayoutMirroring.enabled: Qt.application.layoutDirection === Qt.RightToLeft
    LayoutMirroring.childrenInherit: true

    onSourceChanged: if (front.item || back.item) change()
    Component.onCompleted: front.show(source)

    function change() {
        ready.stop()
        fade.stop()
        const next = back.live ? front : back
        const old = back.live ? back : front
        next.opacity = 1
        old.opacity = 1
        next.show(source)
        next.z = 0
        old.z = 1
        back.live = next === back
        ready.start()
    }
    function covered() { return back.live ? front : back }

    component Place: Loader {
        property bool live: false
        anchors.fill: parent
        function show(url) { setSource(url, { "feedback": host.feedback }) }
    }
    Place { id: front; objectName: "place" }
    Place { id: back; objectName: "place" }

    // Long enough for the new scene's pictures to be painted once.
    Timer {
        id: ready
        interval: 120
        onTriggered: {
            fade.target = host.covered()
            fade.start()
        }
    }
    NumberAnimation {
        id: fade
        property: "opacity"
        to: 0
        duration: host.feedback.reducedMotion ? 0 : 400
        onFinished: host.covered().source = ""
    }
}
