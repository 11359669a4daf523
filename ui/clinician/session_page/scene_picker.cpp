#include "clinician/session_page/scene_picker.h"

#include <QAbstractItemView>
#include <QPainter>
#include <QPainterPath>
#include <QStyledItemDelegate>
#include <QVBoxLayout>
#include <algorithm>
#include <functional>

#include "bridge/preferences.h"
#include "patient/patient_display.h"
#include "patient/scene_thumbnail.h"
#include "style/choice.h"

namespace tonus::clinician {
namespace {

constexpr int kSeparatorPx = 9;

/// Keeps the small scene in the shape of a screen, as large as there is room: it gives way before words do.
class ScreenShaped : public QWidget {
 public:
  explicit ScreenShaped(QWidget& inside) : inside_(inside) {
    inside.setParent(this);
    setMinimumHeight(70);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
  }
  QSize sizeHint() const override { return {266, 150}; }

 protected:
  void resizeEvent(QResizeEvent*) override {
    const int wide = std::min(width(), height() * 16 / 9);
    inside_.setGeometry((width() - wide) / 2, 0, wide, wide * 9 / 16);
  }

 private:
  QWidget& inside_;
};

/// A list that says when it opens: only then pictures are needed.
class SceneChoice : public style::Choice {
 public:
  std::function<void()> opens;

 protected:
  void showPopup() override {
    opens();
    style::Choice::showPopup();
  }
};

/// A picture and a title.
class PictureDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const style::Tokens& t = style::tokens();
    painter->save();
    painter->setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    const QRect row = option.rect;
    if (isSeparator(index)) {
      painter->fillRect(QRect(row.left() + style::kInside, row.center().y(), row.width() - 2 * style::kInside, 1), t.line);
      return painter->restore();
    }
    if (option.state & (QStyle::State_Selected | QStyle::State_MouseOver)) painter->fillRect(row, t.selection);
    const QSize size = patient::ScenePreviews::kSize;
    const QRect box = QStyle::visualRect(option.direction, row, QRect(QPoint(row.left() + style::kInside, row.top() + (row.height() - size.height()) / 2), size));
    QPainterPath frame;
    frame.addRoundedRect(box, 4, 4);
    painter->fillPath(frame, t.track);
    painter->setClipPath(frame);
    painter->drawPixmap(box, index.data(ScenePicker::kPictureRole).value<QPixmap>());
    painter->setClipping(false);
    const int before = size.width() + 2 * style::kInside + 4;
    const QRect words = QStyle::visualRect(option.direction, row, row.adjusted(before, 0, -style::kInside, 0));
    painter->setFont(style::face(style::Type::kBase));
    painter->setPen(t.text);
    painter->drawText(words, Qt::AlignVCenter | Qt::TextWordWrap | QStyle::visualAlignment(option.direction, Qt::AlignLeft), index.data(Qt::DisplayRole).toString());
    painter->restore();
  }
  QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const override {
    return isSeparator(index) ? QSize(1, kSeparatorPx) : QSize(266, patient::ScenePreviews::kSize.height() + 6);
  }

 private:
  static bool isSeparator(const QModelIndex& index) { return index.data(Qt::AccessibleDescriptionRole).toString() == QLatin1String("separator"); }
};

}  // namespace

ScenePicker::ScenePicker(patient::PatientDisplay& display, QWidget* parent) : QWidget(parent), display_(display) {
  auto* choice = new SceneChoice;
  choice->opens = [this] { previews_.make(style::tokens().dark, display_.model().lowStimulus()); };
  choice->setItemDelegate(new PictureDelegate(choice));
  choice_ = choice;
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(style::kInside);
  auto* small = new patient::SceneThumbnail(display.model(), display.scene());
  column->addWidget(new ScreenShaped(*small), 100);
  column->addWidget(choice_);
  choice_->setObjectName(QStringLiteral("sceneChoice"));
  choice_->setAccessibleName(tr("Scene for the patient"));
  choice_->setToolTip(tr("C: the next one, Shift+C: the one before"));
  choice_->setFixedHeight(style::kControl);
  choice_->setMaxVisibleItems(12);
  connect(&display_, &patient::PatientDisplay::sceneChanged, small, &patient::SceneThumbnail::setScene);
  connect(choice_, &style::Choice::activated, this, &ScenePicker::chosen);
  connect(&previews_, &patient::ScenePreviews::ready, this, &ScenePicker::showPicture);
  list();
}

void ScenePicker::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  setMaximumHeight(width() * 9 / 16 + style::kInside + style::kControl);
}

void ScenePicker::setUp(bool up) {
  up_ = up;
  const QString last = bridge::Preferences().scene(up);
  display_.setScene(patient::hasScene(last) ? last : patient::usualScene(up));
  list();
}

void ScenePicker::list() {
  QHash<QString, QVariant> pictures;
  for (int i = 0; i < choice_->count(); ++i) pictures[choice_->itemData(i).toString()] = choice_->itemData(i, kPictureRole);
  choice_->clear();
  const std::vector<patient::SceneInfo> all = patient::scenes();
  const auto add = [&](bool suited) {
    for (const patient::SceneInfo& info : all) {
      if ((up_ ? info.up : info.down) != suited) continue;
      choice_->addItem(suited ? info.title : up_ ? tr("%1 (for letting go)").arg(info.title) : tr("%1 (for working)").arg(info.title), info.name);
      choice_->setItemData(choice_->count() - 1, pictures.value(info.name), kPictureRole);
    }
  };
  add(true);
  choice_->insertSeparator(choice_->count());
  add(false);
  choice_->setCurrentIndex(choice_->findData(display_.scene()));
}

void ScenePicker::showPicture(const QString& scene, const QPixmap& picture) {
  const int row = choice_->findData(scene);
  if (row >= 0) choice_->setItemData(row, picture, kPictureRole);
}

QString ScenePicker::turn(int by) {
  const int n = choice_->count();
  int row = choice_->currentIndex();
  do row = (row + by + n) % n;
  while (choice_->itemData(row).toString().isEmpty());  // the line between those that suit and those that do not
  choice_->setCurrentIndex(row);
  chosen();
  return choice_->currentText();
}

void ScenePicker::chosen() {
  const QString name = choice_->currentData().toString();
  display_.setScene(name);
  bridge::Preferences().setScene(up_, name);
}

}  // namespace tonus::clinician
