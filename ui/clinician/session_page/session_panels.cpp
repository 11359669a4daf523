#include "clinician/session_page/session_panels.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>

#include "clinician/session_page/before_start.h"
#include "clinician/session_page/care.h"
#include "clinician/session_page/control_row.h"
#include "clinician/session_page/filter_row.h"
#include "clinician/session_page/level_bars.h"
#include "clinician/session_page/notice_band.h"
#include "clinician/session_page/rating_row.h"
#include "clinician/session_page/room_buttons.h"
#include "clinician/session_page/session_keys.h"
#include "clinician/session_page/side_panel.h"
#include "clinician/session_page/status_strip.h"
#include "clinician/session_page/timeline_row.h"
#include "clinician/session_page/trace_box.h"
#include "style/button.h"
#include "style/fitting_scroll.h"
#include "style/label.h"

namespace tonus::clinician {
namespace {

QString tr(const char* words) { return QCoreApplication::translate("SessionPage", words); }

int leastSide() { return std::max(266, 15 * style::pixels(style::Type::kBase)); }

}  // namespace

SessionPanels::SessionPanels(QWidget& page, const SessionServices& services, LiveRun& run, audio::SoundOutput& sound,
                             patient::PatientDisplay& display) {
  timelineRow = new TimelineRow;
  timeline = &timelineRow->timeline();
  heading = style::makeLabel(tr("Set up the session"), style::Type::kTitle, true);
  heading->setObjectName(QStringLiteral("sessionHeading"));
  cancelOpening = new style::Button(tr("Cancel"));
  cancelOpening->setObjectName(QStringLiteral("cancelOpening"));
  cancelOpening->setAccessibleName(tr("Stop waiting for the amplifier"));
  cancelOpening->hide();
  band = new NoticeBand;
  care = new Care(&page);
  before = new BeforeStart(services, run, sound);
  setup = &before->setup();
  traceBox = new TraceBox;
  traces = &traceBox->view();
  bars = new LevelBars;
  side = new SidePanel(display);
  side->setProperty("pageBody", true);
  sideBox = new style::FittingScroll(side);
  sideBox->setMinimumWidth(leastSide());
  sideBox->setMaximumWidth(leastSide() * 3 / 2);
  keys = new SessionKeys(page);
  filters = new FilterRow;
  strip = new StatusStrip;
  layOut(page);
  room = new RoomButtons(sound, display, page);
}

void SessionPanels::layOut(QWidget& page) {
  auto* all = new QVBoxLayout(&page);
  all->setContentsMargins(0, 0, 0, 0);
  all->setSpacing(0);
  auto* body = new QVBoxLayout;
  body->setContentsMargins(style::kAround, style::kBetween, style::kAround, style::kBetween);
  body->setSpacing(style::kBetween);
  all->addLayout(body, 1);  // first: what is added from here on is met by the tab key in this order
  auto* headingRow = new QHBoxLayout;
  headingRow->addWidget(heading);
  headingRow->addWidget(cancelOpening);
  headingRow->addStretch(1);
  body->addLayout(headingRow);
  body->addWidget(timelineRow);
  body->addWidget(band);
  auto* row = new QHBoxLayout;
  row->setSpacing(style::kAround);
  row->addWidget(before, 12);
  row->addWidget(traceBox, 8);
  row->addWidget(bars, 6);
  row->addWidget(sideBox, 4);
  body->addLayout(row, 1);
  body->addWidget(filters);
  body->addWidget(care->alert());   // beside the buttons that it asks for
  body->addWidget(care->row());
  controls = new ControlRow(&page, *keys);   // the page's child from its first moment: made here for its place in the tab order
  body->addWidget(controls);
  all->addWidget(strip);
}

void SessionPanels::showRunning(bool running) {
  heading->setVisible(!running);
  before->closePanels();
  before->setVisible(!running);
  timelineRow->setVisible(running);
  care->close();
  bars->setVisible(running);
  sideBox->setVisible(running);
  traceBox->setRunning(running);
  filters->hide();
  controls->setMode(running ? ControlRow::Mode::kRunning : ControlRow::Mode::kSetup);
  if (running) band->offerToContinue(false);
  else band->clear();
}

}  // namespace tonus::clinician
