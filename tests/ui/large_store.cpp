// How long the lists of a large store take, by the calls and the windows a person uses. Makes FOLDER/many-P-S.store
// once. tonus_large_store FOLDER [PATIENTS [SESSIONS]]

#include <QApplication>
#include <QElapsedTimer>
#include <cstdio>
#include <cstdlib>
#include <functional>

#include "clinician/patient_list.h"
#include "clinician/patients_page.h"
#include "clinician/workspace.h"
#include "many_sessions.h"
#include "probe/spread.h"
#include "probe/thread_time.h"
#include "review/review_page.h"
#include "style/theme.h"
#include "tonus/app/live_session.h"
#include "tonus/drivers/simulator.h"

namespace {

using namespace tonus;

constexpr int kTimes = 7;

/// One real session of half a minute: the one that is copied.
core::Result<std::string> recordOne(store::Store& store, core::Clock& clock) {
  store::Patient patient;
  patient.code = "P-0001";
  patient.name = "Maren Vogt";
  patient.condition = "tension headache";
  const auto added = store.addPatient(patient);
  if (!added) return added.fault();
  drivers::SimulatorConfig config;
  config.channelsN = 8;
  config.live = false;
  session::Session::Options options;
  options.threads = false;
  auto live = app::LiveSession::open(drivers::makeSimulator(config, clock), clock, options);
  if (!live) return live.fault();
  const session::SessionSetup setup = session::defaultSetup((*live)->format());
  if (auto ok = (*live)->arm(setup); !ok) return ok.fault();
  if (auto ok = (*live)->start(store, added.value(), setup); !ok) return ok.fault();
  if (auto ok = (*live)->runInline(30); !ok) return ok.fault();
  return (*live)->stop();
}

bool make(const std::filesystem::path& path, core::Clock& clock, int patientsN, int sessionsN) {
  store::OpenOptions options;
  options.create = true;
  auto store = store::Store::open(path, clock, options);
  if (!store) return false;
  const auto id = recordOne(*store.value(), clock);
  if (!id) return false;
  test::addManySessions(path, id.value(), patientsN, sessionsN);
  return true;
}

/// By the clock the first time, then medians, by the clock and of this thread's processor time.
void time(const char* what, const std::function<void()>& work) {
  std::vector<double> clock, cpu;
  for (int i = 0; i < kTimes; ++i) {
    QElapsedTimer timer;
    timer.start();
    const double before = probe::threadMs();
    work();
    cpu.push_back(probe::threadMs() - before);
    clock.push_back(static_cast<double>(timer.nsecsElapsed()) * 1e-6);
  }
  const double first = clock.front();
  const probe::Spread later = probe::spreadOf({clock.begin() + 1, clock.end()});
  std::printf("%-54s first %7.1f, then %7.1f ms (processor %.1f)\n", what, first, later.p50Ms, probe::spreadOf(cpu).p50Ms);
}

void timeCalls(store::Store& store) {
  const std::string patient = store.patients().value().front().id;
  std::printf("%zu patients, %zu sessions each\n", store.patients().value().size(), store.sessions(patient).value().size());
  time("store: patients", [&] { (void)store.patients(); });
  time("store: counts and last visits", [&] { (void)store.activity(); });
  time("store: one patient's sessions", [&] { (void)store.sessions(patient); });
  time("store: newest 200 sessions of everyone", [&] { (void)store.sessions({}, 200); });
  time("store: sessions left without numbers", [&] { (void)store.interruptedSessions(); });
}

void timeWindows(clinician::Workspace& workspace) {
  clinician::PatientsPage page(workspace);
  page.resize(1190, 712);
  page.show();
  page.grab();
  time("window: patient list read, filled and painted", [&] {
    Q_EMIT workspace.recordsChanged();
    page.grab();
  });
  auto* list = page.findChild<clinician::PatientList*>();
  const auto patients = workspace.store()->patients().value();
  std::size_t next = 0;
  time("window: another patient's trend and sessions painted", [&] {
    next += 7;
    list->select(QString::fromStdString(patients[patients.size() - 1 - next].id));
    page.grab();
  });
  review::ReviewPage review([&] { return workspace.store(); }, workspace.clock());
  review.resize(1190, 712);
  time("window: review, everyone's sessions listed", [&] {
    review.forget();
    review.grab();
  });
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const int patientsN = argc > 2 ? std::atoi(argv[2]) : 500;
  const int sessionsN = argc > 3 ? std::atoi(argv[3]) : 250;
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication application(argc, argv);
  QApplication::setOrganizationName(QStringLiteral("tonus-probe"));
  QApplication::setApplicationName(QStringLiteral("tonus-probe"));
  style::Theme theme(application);
  core::SystemClock clock;
  const auto path = std::filesystem::path(argv[1]) / ("many-" + std::to_string(patientsN) + "-" + std::to_string(sessionsN) + ".store");
  if (!std::filesystem::exists(path) && !make(path, clock, patientsN, sessionsN)) {
    std::fprintf(stderr, "The store could not be made.\n");
    return 1;
  }
  clinician::Workspace workspace(clock);
  if (!workspace.open(path, false)) return 1;
  timeCalls(*workspace.store());
  timeWindows(workspace);
  return 0;
}
