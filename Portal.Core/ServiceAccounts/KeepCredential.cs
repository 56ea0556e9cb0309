using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.ServiceAccounts;

/// <summary>Moves the end of a former password. Nothing changes on the cluster before that.</summary>
/// <param name="Before">When it was to end until now.</param>
[StoredAs("keep-credential")]
public sealed record KeepCredential(
    ResourceRef On,
    CredentialShown Credential,
    DateTimeOffset Before,
    DateTimeOffset Until
) : Step(On)
{
    [JsonIgnore]
    public override Reversal Reversal => Reversal.Full;

    [JsonIgnore]
    public override StepEffect Effect => StepEffect.Keeps;

    [JsonIgnore]
    public override ImmutableArray<FieldMove> Moves =>
        [new("former password", $"works until {UtcTime.InWords(Before)}", $"works until {UtcTime.InWords(Until)}")];

    [JsonIgnore]
    public override string Title => $"Keep the former password of {On.Name} until {UtcTime.InWords(Until)}";

    [JsonIgnore]
    public override string Done => $"The former password of {On.Name} works until {UtcTime.InWords(Until)}";
}
