#include "probe/live_frames.h"

#include <QApplication>
#include <QEvent>
#include <QEventLoop>
#include <QTimer>

#include "clinician/main_window.h"
#include "clinician/session_page/session_page.h"
#include "clinician/session_page/setup_panel.h"
#include "clinician/session_page/trace_view.h"
#include "clinician/workspace.h"
#include "probe/thread_time.h"
#include "style/theme.h"

namespace tonus::probe {
namespace {

constexpr double kPreviewS = 0.5;  // until the source runs
constexpr double kSettleS = 3;     // until the first scale is chosen and the first pictures are made

/// Cuts the GUI thread's time at every painting of one widget.
class FrameMeter : public QObject {
 public:
  explicit FrameMeter(QObject& painted) { painted.installEventFilter(this); }
  Spread spread() const { return spreadOf(ms_); }

 protected:
  bool eventFilter(QObject*, QEvent* event) override {
    if (event->type() != QEvent::Paint) return false;
    const double now = threadMs();
    if (last_ > 0) ms_.push_back(now - last_);
    last_ = now;
    return false;
  }

 private:
  std::vector<double> ms_;
  double last_ = 0;
};

void run(double seconds) {
  QEventLoop loop;
  QTimer::singleShot(static_cast<int>(1000 * seconds), Qt::PreciseTimer, &loop, &QEventLoop::quit);
  loop.exec();
}

core::Result<store::Patient> somebody(store::Store& store) {
  store::Patient patient;
  patient.code = "P-0001";
  patient.name = "Live";
  return store.addPatient(patient);
}

}  // namespace

core::Result<Spread> liveFrames(const std::filesystem::path& folder, double seconds) {
  style::Theme theme(*qApp);
  core::SystemClock clock;
  clinician::Workspace workspace(clock);
  if (!workspace.open(folder / "live.store", true)) return *workspace.fault();
  const auto patient = somebody(*workspace.store());
  if (!patient) return patient.fault();
  clinician::MainWindow window(workspace, theme, {folder / "live.store", {}});
  window.resize(1920, 1080);
  window.show();
  clinician::SessionPage& page = window.session();
  window.go(window.entryOf(&page));
  page.startFor(patient.value());
  page.setup().chooseSource(QStringLiteral("simulator:8ch"));
  page.setup().chooseProtocol(QStringLiteral("free"));
  run(kPreviewS);
  page.begin();
  if (!page.busy())
    return core::Fault{core::FaultCode::kInvalid, "The session to be measured did not start.", "Start it by hand once and look what it says."};
  run(kSettleS);
  const FrameMeter meter(page.traces());
  run(seconds);
  const Spread spread = meter.spread();
  page.stopAndKeep();
  return spread;
}

}  // namespace tonus::probe
