#include "clinician/protocols/problem_words.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <cstdlib>

#include "clinician/protocols/words.h"
#include "style/words.h"
#include "tonus/analysis/session_numbers.h"

namespace tonus::clinician {
namespace {

using nlohmann::json;

QString tr(const char* words) { return QCoreApplication::translate("protocols", words); }

/// A field, a session number, or a kind of phase.
QString nameOf(const QString& word) {
  const QByteArray key = word.toLatin1();
  if (const QString label = fieldLabel(key.constData()); label != QLatin1String(key)) return label;
  if (const auto* number = analysis::findNumber(key.toStdString())) return QString::fromUtf8(number->name.data(), static_cast<qsizetype>(number->name.size()));
  return choiceText("phase", key.toStdString());
}

/// As it is called on its box in the timeline; empty for what is no phase.
QString phaseName(const std::string& pointer, const json& protocol) {
  if (!pointer.starts_with("/phases/")) return {};
  const int i = std::atoi(pointer.c_str() + 8);
  const json& phases = protocol["phases"];
  if (i >= static_cast<int>(phases.size()) || !phases[static_cast<std::size_t>(i)].is_object()) return {};
  const json& phase = phases[static_cast<std::size_t>(i)];
  const auto name = phase.find("name");
  return tr("Phase %1, %2").arg(i + 1).arg(name != phase.end() && name->is_string() ? style::textOf(name->get<std::string>()) : QString());
}

}  // namespace

QString problemWords(const session::ProtocolProblem& problem, const json& protocol, bool withPlace) {
  static const QRegularExpression kPlace(QStringLiteral("^((?:[^\":]|\"[^\"]*\")*): "));
  static const QRegularExpression kWord(QStringLiteral("\"([a-z_A-Z0-9]+)\""));
  QString text = style::textOf(problem.text);
  QString place;
  if (const auto match = kPlace.match(text); match.hasMatch()) {
    place = match.captured(1);
    text = text.mid(match.capturedLength());
  }
  if (const QString phase = phaseName(problem.pointer, protocol); !phase.isEmpty() && !place.isEmpty()) place = phase;
  for (auto match = kWord.match(text); match.hasMatch(); match = kWord.match(text))
    text.replace(match.capturedStart(), match.capturedLength(), QStringLiteral("“%1”").arg(nameOf(match.captured(1))));
  if (!withPlace) {   // beside its field it need not be named
    const QByteArray own = QByteArray::fromStdString(problem.pointer.substr(problem.pointer.rfind('/') + 1));
    const QString name = QStringLiteral("“%1” ").arg(fieldLabel(own.constData()));
    if (text.startsWith(name)) text.remove(0, name.size());
  }
  if (!text.isEmpty()) text[0] = text[0].toUpper();
  if (place == QLatin1String("the protocol")) place.clear();   // of what else
  return withPlace && !place.isEmpty() ? place + QStringLiteral(": ") + text : text;
}

}  // namespace tonus::clinician
