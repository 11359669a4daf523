// SetupPanel: which protocol, and what the patient's last visit and the protocol suggest for the channels.

#include <QLabel>
#include <QSignalBlocker>
#include <algorithm>

#include "clinician/session_page/chain_row.h"
#include "clinician/session_page/setup_panel.h"
#include "style/choice.h"
#include "style/words.h"

namespace tonus::clinician {
namespace {

const QString kUsual = QStringLiteral("relaxation");  // where nothing says which protocol

/// How much a protocol is for a condition: 0 not, more the fewer others it is for ("tension headache, jaw"). A patient's
/// "low back pain" is a protocol's "low back".
double fits(const session::Protocol& protocol, const QString& condition) {
  const QStringList all = style::textOf(protocol.condition).split(QLatin1Char(','), Qt::SkipEmptyParts);
  const bool any = std::any_of(all.begin(), all.end(), [&](const QString& one) { return condition.contains(one.trimmed(), Qt::CaseInsensitive); });
  return any ? 1.0 / static_cast<double>(all.size()) : 0;
}

QString nameOf(const app::OfferedProtocol& p) {
  const QString name = style::textOf(p.protocol.name);
  if (p.origin == app::ProtocolOrigin::kPatient) return SetupPanel::tr("%1 (this patient's, version %2)").arg(name).arg(p.saved.version);
  return p.origin == app::ProtocolOrigin::kClinic ? SetupPanel::tr("%1 (the clinic's)").arg(name) : name;
}

bool asksForSide(const session::Protocol& protocol) {
  return std::any_of(protocol.channels.begin(), protocol.channels.end(), [](const auto& c) { return c.side == "affected"; });
}

/// What was trained is among the first channels, as many as there are now.
bool trainsOneOf(const session::SessionSetup& last, std::size_t channelsN) {
  const auto end = last.channels.begin() + static_cast<std::ptrdiff_t>(std::min(channelsN, last.channels.size()));
  return std::any_of(last.channels.begin(), end, [](const auto& c) { return c.role == feedback::Role::kTrain; });
}

/// Everything a protocol says of rules and laws, where its kind of rule was left as it is.
void giveRules(const session::Protocol& protocol, session::SessionSetup& s) {
  for (std::size_t c = 0; c < s.channels.size(); ++c) {
    const feedback::RuleSettings rule = protocol.ruleFor(c);
    const bool partnerIsThere = rule.partner < static_cast<std::int32_t>(s.channels.size());
    if (rule.kind == s.channels[c].rule.kind && partnerIsThere) s.channels[c].rule = rule;
    s.channels[c].law = protocol.lawFor(c);
  }
}

}  // namespace

void SetupPanel::offer(app::ProtocolOffer protocols) {
  const app::OfferedProtocol* before = chosen();
  const bool any = before != nullptr;
  const session::Protocol was = before != nullptr ? before->protocol : session::Protocol{};
  const app::ProtocolOrigin origin = before != nullptr ? before->origin : app::ProtocolOrigin::kShipped;
  const auto ownOf = [&was](const app::OfferedProtocol& p) { return p.protocol.id == was.id && p.origin == app::ProtocolOrigin::kPatient; };
  const bool hadOwn = std::any_of(offer_.protocols.begin(), offer_.protocols.end(), ownOf);
  offer_ = std::move(protocols);
  const QSignalBlocker quiet(protocol_);
  protocol_->clear();
  int at = -1;
  bool tookOwn = false;
  for (const app::OfferedProtocol& p : offer_.protocols) {
    const bool newlyTheirs = !hadOwn && ownOf(p);
    if (p.protocol.id == was.id && (at < 0 || newlyTheirs || (p.origin == origin && !tookOwn))) at = protocol_->count();
    tookOwn = tookOwn || newlyTheirs;
    protocol_->addItem(nameOf(p), style::textOf(p.protocol.id));
  }
  protocol_->setCurrentIndex(std::max(0, at));
  if (any && chosen() != nullptr && chosen()->protocol != was) suggest();  // another version of it
}

void SetupPanel::chooseFor(const QString& condition, const std::string& lastProtocolId) {
  const QSignalBlocker quiet(protocol_);
  double best = 0;
  int at = -1;
  for (std::size_t i = 0; i < offer_.protocols.size(); ++i) {
    const app::OfferedProtocol& p = offer_.protocols[i];
    double fit = fits(p.protocol, condition);
    if (p.protocol.id == lastProtocolId) fit = 2;
    if (fit > 0) fit += 0.1 * static_cast<double>(p.origin);  // their own copy before the clinic's
    if (fit <= best) continue;
    best = fit;
    at = static_cast<int>(i);
  }
  protocol_->setCurrentIndex(at >= 0 ? at : std::max(0, protocol_->findData(kUsual)));
}

const app::OfferedProtocol* SetupPanel::chosen() const {
  const int i = protocol_->currentIndex();
  return i >= 0 && static_cast<std::size_t>(i) < offer_.protocols.size() ? &offer_.protocols[static_cast<std::size_t>(i)] : nullptr;
}

void SetupPanel::chooseProtocol(const QString& id) {
  int at = 0;  // the patient's own copy before the clinic's before the shipped one
  for (int i = 0; i < protocol_->count(); ++i) {
    const auto origin = [&](int k) { return offer_.protocols[static_cast<std::size_t>(k)].origin; };
    if (protocol_->itemData(i).toString() == id && (protocol_->itemData(at).toString() != id || origin(i) >= origin(at))) at = i;
  }
  protocol_->setCurrentIndex(at);
}

void SetupPanel::suggest() {
  const app::OfferedProtocol* offered = chosen();
  if (offered == nullptr) return;
  const session::Protocol& p = offered->protocol;
  QStringList words;
  words << (p.phases.size() == 1 ? tr("1 phase") : tr("%1 phases").arg(p.phases.size()));
  if (p.totalS() > 0) words << style::duration(p.totalS());
  if (!p.review.empty()) words << style::textOf(p.review);
  const QSignalBlocker quiet(channels_);
  channels_->suggest(p);
  chain_->setRmsMs(p.goal.rmsMs);
  remembered_ = memory_ ? memory_(p.id) : std::nullopt;
  if (remembered_ && !trainsOneOf(remembered_->visit.setup, format_.channelsN())) remembered_.reset();
  if (remembered_) {
    remember(remembered_->visit);
    const bool lines = remembered_->linesFit && remembered_->visit.hasLines();
    words << (lines ? tr("muscles, filters and lines as on %1") : tr("muscles and filters as on %1")).arg(style::day(remembered_->visit.started));
  } else if (asksForSide(p)) {
    words << tr("choose the affected side");
  }
  protocolWords_->setText(words.join(QStringLiteral(" · ")));
  Q_EMIT channelsChanged();
}

void SetupPanel::remember(const app::LastVisit& last) {
  channels_->use(last.setup.channels);
  const dsp::ChainSettings& chain = last.setup.chain;
  chain_->setRmsMs(chain.rmsWindowMs);
  if (last.setup.format.sampleRateHz != format_.sampleRateHz) return;
  chain_->setBand(chain.bandLowHz, chain.bandHighHz);
  chain_->setMainsHz(chain.mainsHz);
}

session::SessionSetup SetupPanel::setup() const {
  session::SessionSetup s = session::defaultSetup(format_);
  const auto channels = channels_->channels();
  if (channels.size() == s.channels.size()) s.channels = channels;
  s.chain = chain_->chain();
  s.bandwidthHz = signal_.bandwidthHz;
  for (std::size_t c = 0; c < std::min(s.channels.size(), signal_.calibratedOn.size()); ++c)
    s.channels[c].calibratedOn = signal_.calibratedOn[c];
  if (const app::OfferedProtocol* p = chosen()) {
    app::useProtocol(s, *p);
    giveRules(p->protocol, s);
  }
  if (remembered_ && remembered_->linesFit) app::carryLines(remembered_->visit, s);
  return s;
}

}  // namespace tonus::clinician
