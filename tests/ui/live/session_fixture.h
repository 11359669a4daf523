#pragma once
// The session screen for a patient, on the simulator, into a store that only counts.

#include <gtest/gtest.h>

#include <QLabel>
#include <QTest>
#include <algorithm>

#include "clinician/session_page/control_row.h"
#include "clinician/session_page/session_page.h"
#include "clinician/session_page/setup_panel.h"
#include "memory_store.h"
#include "style/button.h"

namespace tonus::test {

class Session : public testing::Test {
 protected:
  Session() : page_({clock_, [this] { return &store_; }, {}}) {
    page_.resize(1366, 700);
    page_.show();
    patient_.id = "patient-1";
    patient_.name = "Maren Vogt";
    patient_.condition = "tension headache";
    page_.startFor(patient_);
  }

  bool isRunning() {
    return QTest::qWaitFor([&] { return page_.status().framesN > 200; }, 5000);
  }
  void start() {
    ASSERT_TRUE(QTest::qWaitFor([&] { return controls().primary()->isEnabled(); }, 3000));
    QTest::mouseClick(controls().primary(), Qt::LeftButton);
    ASSERT_TRUE(isRunning());
  }
  clinician::ControlRow& controls() { return *page_.findChild<clinician::ControlRow*>(); }
  long eventsOf(core::EventKind kind) {
    const auto& events = store_.writer->events;
    return std::count_if(events.begin(), events.end(), [&](const auto& e) { return e.kind == kind; });
  }

  core::SystemClock clock_;
  MemoryStore store_;
  store::Patient patient_;
  clinician::SessionPage page_;
};

}  // namespace tonus::test
