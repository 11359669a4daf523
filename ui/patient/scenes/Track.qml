import QtQuick
import QtQuick.Shapes
import "common"

// A path that comes from ahead; the ball is to stay on it. Where the protocol draws no curve, the path is level.
Scene {
    id: scene
    title: qsTr("Path to follow")
    suits: "both"
    hasBar: false

    readonly property bool up: feedback.up
    readonly property real roadTop: unit * (feedback.staged ? 34 : 26)
    readonly property real roadHeight: unit * 82 - roadTop
    readonly property real nowX: Math.round(width * 0.42)
    readonly property real second: width * 0.147
    readonly property real broad: feedback.curved ? unit * 11 : roadHeight * (1 - feedback.target)
    property var past: []       // [seconds, place of the path, level], oldest first
    property var road: []
    property var trail: []

    function placeOf(level) { return roadTop + roadHeight * (up ? 1 - level : level) }
    function wanted() { return feedback.curved ? feedback.follow : (1 + feedback.target) / 2 }
    // A curve through the places known for now and the next four seconds.
    function coming(points) {
        const f = feedback
        const old = past.find(p => p[0] > f.seconds - 1)
        const y = f.curved ? [old ? old[1] : f.follow, f.follow, f.ahead1, f.ahead2, f.ahead3, f.ahead4, 2 * f.ahead4 - f.ahead3]
                           : Array(7).fill(wanted())
        for (let i = 1; i < 5; ++i) {
            for (let k = 1; k <= 6; ++k) {
                const t = k / 6, a = y[i - 1], b = y[i], c = y[i + 1], d = y[i + 2]
                const v = b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))
                points.push(Qt.point(nowX + (i - 1 + t) * second, placeOf(Math.max(0, Math.min(1, v)))))
            }
        }
        points.push(Qt.point(width + unit * 12, placeOf(y[5])))
    }
    function move() {
        if (!showsLevel || width <= 0) return
        const now = feedback.seconds, place = wanted()
        const points = [], line = []
        if (!still) {
            const last = past.length > 0 ? past[past.length - 1][0] : -1
            if (last > now || now - last > 0.5) past = []
            if (past.length === 0 || now - past[past.length - 1][0] > 0.09) past.push([now, place, feedback.level])
            while (past.length > 0 && now - past[0][0] > 4.2) past.shift()
            points.push(Qt.point(-unit * 12, placeOf(past[0][1])))
            for (const p of past) {
                points.push(Qt.point(nowX - (now - p[0]) * second, placeOf(p[1])))
                line.push(Qt.point(nowX - (now - p[0]) * second, placeOf(p[2])))
            }
        } else {
            points.push(Qt.point(-unit * 12, placeOf(place)))
        }
        points.push(Qt.point(nowX, placeOf(place)))
        line.push(Qt.point(nowX, placeOf(feedback.level)))
        if (still) points.push(Qt.point(width + unit * 12, placeOf(place)))
        else coming(points)
        road = points
        trail = line.length > 1 ? line : []
    }
    onShowsLevelChanged: { past = []; move() }
    onWidthChanged: move()
    onHeightChanged: move()
    Connections {
        target: scene.feedback
        function onMoved() { scene.move() }
    }

    Ground { scene: scene }
    Rest { scene: scene }
    Item {
        objectName: "track"
        anchors.fill: parent
        visible: scene.showsLevel
        Shape {
            objectName: "road"
            // Its two edges, then what lies between them.
            ShapePath {
                strokeColor: Qt.tint(scene.look.window, Qt.rgba(scene.look.accent.r, scene.look.accent.g, scene.look.accent.b, scene.plain ? 0.55 : 0.8))
                strokeWidth: scene.broad
                fillColor: "transparent"
                joinStyle: ShapePath.RoundJoin
                capStyle: ShapePath.FlatCap
                PathPolyline { path: scene.road }
            }
            ShapePath {
                strokeColor: Qt.tint(scene.look.window, Qt.rgba(scene.look.accent.r, scene.look.accent.g, scene.look.accent.b, scene.plain ? 0.14 : 0.3))
                strokeWidth: scene.broad - scene.unit
                fillColor: "transparent"
                joinStyle: ShapePath.RoundJoin
                capStyle: ShapePath.FlatCap
                PathPolyline { path: scene.road }
            }
        }
        Shape {
            objectName: "trail"
            visible: scene.trail.length > 1
            ShapePath {
                strokeColor: Qt.rgba(scene.ink.r, scene.ink.g, scene.ink.b, 0.45)
                strokeWidth: scene.unit * 0.7
                fillColor: "transparent"
                joinStyle: ShapePath.RoundJoin
                capStyle: ShapePath.RoundCap
                PathPolyline { path: scene.trail }
            }
        }
        Rectangle {
            id: ball
            objectName: "ball"
            readonly property bool on: scene.feedback.inTarget
            width: Math.round(scene.unit * 7)
            height: width
            radius: width / 2
            x: scene.nowX - width / 2
            y: Math.round(scene.placeOf(scene.feedback.level) - height / 2)
            color: on ? scene.look.accent : scene.look.surface
            border.width: Math.round(scene.unit * 1.1)
            border.color: on ? scene.look.accent : scene.ink
        }
        Tick {
            feedback: scene.feedback
            disc: scene.look.accent
            mark: scene.look.onAccent
            width: ball.width
            x: ball.x
            y: ball.y
        }
    }
}
