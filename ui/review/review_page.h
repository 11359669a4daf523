#pragma once
// A session afterwards: its whole trace, its numbers, replay, report and export.

#include <functional>
#include <memory>
#include <optional>

#include "review/trace_data.h"
#include "style/page.h"
#include "tonus/core/clock.h"
#include "tonus/store/store.h"

class QLabel;
class QStackedWidget;

namespace tonus::style {
class Button;
class EmptyState;
}

namespace tonus::review {

class EventList;
class FilterRow;
class NumbersTable;
class SessionList;
class TraceLoader;
class TracePlot;
class WhatIf;
class WriteRow;

/// "P-0001 2026-11-23 12-05.pdf": what a file of this session is called unless a person says otherwise.
QString fileName(const store::SessionRow& row, const QString& ending);

class ReviewPage : public style::Page {
  Q_OBJECT

 public:
  /// `store` gives the store in use, or null; asked at every need.
  ReviewPage(std::function<store::Store*()> store, core::Clock& clock, QWidget* parent = nullptr);
  ~ReviewPage() override;

  QString title() const override;
  QString subtitle() const override;
  bool demo() const override;
  QList<QWidget*> barActions() override;
  QList<style::KeyHelp> keys() const override;
  void enter() override;

  TracePlot& plot() { return *plot_; }

 public Q_SLOTS:
  /// Whose sessions are listed; an empty id = everyone's.
  void setPatient(const store::Patient& patient);
  void openSession(const QString& sessionId);
  /// Another store, or none: nothing of the old one stays open.
  void forget();
  /// Of the session in view, in the background; the page says how it went.
  void writeReportTo(const QString& path);
  void exportTo(const QString& path);

 private:
  QWidget* makeSide();
  QWidget* makeDetail();
  QWidget* makeTools();
  void addShortcuts();
  void reload();
  void load(const QString& sessionId);
  void showTrace(TraceData* trace);
  void letGo();
  void connectLoader();
  void toggleRaw();
  void tellSpan();
  /// A folder and name to begin with, and what the person made of it; empty = let be.
  QString askWhere(const QString& title, const QString& ending, const QString& kinds);
  void writeReport();
  void exportBdf();

  std::function<store::Store*()> store_;
  core::Clock& clock_;
  store::Patient patient_;
  std::unique_ptr<TraceData> data_;
  SessionList* list_;
  EventList* events_;
  QLabel *listTitle_, *eventsTitle_;
  QStackedWidget* right_;
  style::EmptyState* nothing_;
  TracePlot* plot_;
  NumbersTable* numbers_;
  FilterRow* filters_;
  WhatIf* whatIf_;
  WriteRow* writing_;
  TraceLoader* loader_;
  QLabel *span_, *chain_, *noNumbers_;
  style::Button *report_, *export_, *raw_, *ofProtocol_;
};

}  // namespace tonus::review
