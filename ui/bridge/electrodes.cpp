#include "bridge/electrodes.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

namespace tonus::bridge {
namespace {
QString tr(const char* words) { return QCoreApplication::translate("electrodes", words); }

QString plainWords(Contact contact) {
  switch (contact) {
    case Contact::kGood:
      return tr("good");
    case Contact::kAcceptable:
      return tr("acceptable");
    case Contact::kMarginal:
      return tr("marginal");
    case Contact::kRedo:
      break;
  }
  return tr("redo");
}
}  // namespace

Contact contactOf(double kOhm) {
  if (!(kOhm <= 50)) return Contact::kRedo;  // nothing measured is no contact
  return kOhm < 10 ? Contact::kGood : kOhm <= 30 ? Contact::kAcceptable : Contact::kMarginal;
}

QString contactWords(Contact contact) {
  static constexpr const char16_t* kSigns[] = {u"✓", u"○", u"!", u"✕"};
  return QString::fromUtf16(kSigns[static_cast<int>(contact)]) + QLatin1Char(' ') + plainWords(contact);
}

QString pinWords(drivers::Impedance::Pin pin) {
  using Pin = drivers::Impedance::Pin;
  return pin == Pin::kPositive ? QStringLiteral("+") : pin == Pin::kNegative ? QStringLiteral("−") : QStringLiteral("±");
}

QString electrodeSentence(const std::vector<drivers::Impedance>& measured) {
  QStringList channels;
  for (std::size_t i = 0; i < measured.size(); ++i) {
    const QString one = tr("%1 %2 kΩ %3").arg(pinWords(measured[i].pin), QLocale().toString(measured[i].kOhm, 'f', 1),
                                               plainWords(contactOf(measured[i].kOhm)));
    if (i > 0 && measured[i].channel == measured[i - 1].channel)
      channels.back() += QStringLiteral(", ") + one;
    else
      channels << QStringLiteral("%1 %2").arg(measured[i].channel + 1).arg(one);
  }
  return tr("Electrodes before the start: %1").arg(channels.join(QStringLiteral("; ")));
}

}  // namespace tonus::bridge
