#include "clinician/top_bar.h"

#include <QHBoxLayout>

#include "style/badge.h"
#include "style/flow_layout.h"
#include "style/label.h"
#include "style/page.h"

namespace tonus::clinician {

TopBar::TopBar(QWidget* parent)
    : QFrame(parent),
      title_(style::makeLabel({}, style::Type::kLead, true)),
      subtitle_(style::makeLabel({}, style::Type::kBase, false, style::Tone::kSecondary)),
      demo_(new style::Badge(tr("DEMO"))),
      actions_(new QHBoxLayout) {
  setProperty("bar", "top");
  setMinimumHeight(56);
  title_->setObjectName(QStringLiteral("pageTitle"));
  demo_->setObjectName(QStringLiteral("demoBadge"));
  demo_->setToolTip(tr("Invented people and simulated signals"));
  actions_->setSpacing(style::kBetween);
  auto* right = new QWidget;
  right->setLayout(actions_);
  actions_->setContentsMargins(0, 0, 0, 0);
  auto* row = new style::FlowLayout(this);
  row->setContentsMargins(style::kAround, 8, style::kAround, 8);
  row->setSpacing(style::kBetween);
  row->addWidget(title_);
  row->addWidget(subtitle_);
  row->addWidget(demo_);
  row->pushRight();
  row->addWidget(right);
}

void TopBar::show(style::Page& page) {
  title_->setText(page.title());
  subtitle_->setText(page.subtitle());
  subtitle_->setVisible(!page.subtitle().isEmpty());
  demo_->setVisible(page.demo());
  const QList<QWidget*> wanted = page.barActions();
  while (QLayoutItem* item = actions_->takeAt(0)) {
    if (item->widget() != nullptr && !wanted.contains(item->widget())) {
      item->widget()->hide();
      item->widget()->setParent(nullptr);
    }
    delete item;
  }
  for (QWidget* action : wanted) {
    actions_->addWidget(action);
    action->show();
  }
}

}  // namespace tonus::clinician
