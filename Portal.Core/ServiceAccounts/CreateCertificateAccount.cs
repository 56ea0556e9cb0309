using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Resources;

namespace Portal.Core.ServiceAccounts;

/// <summary>
/// From now on the portal manages an account whose clients sign in with a certificate. Nothing is made on the cluster: brokers take whatever certificate
/// their trust store lets them.
/// </summary>
[StoredAs("create-certificate-account")]
public sealed record CreateCertificateAccount(ResourceRef On) : Step(On)
{
    [JsonIgnore]
    public override Reversal Reversal => Reversal.Full;

    [JsonIgnore]
    public override StepEffect Effect => StepEffect.Makes;

    [JsonIgnore]
    public override bool IsOnlyRecorded => true;

    [JsonIgnore]
    public override ImmutableArray<FieldMove> Moves => [new("authentication", null, "client certificate (mTLS)")];

    [JsonIgnore]
    public override string Title =>
        $"Create account {On.Name} for clients with its certificate; nothing is made on the cluster";

    [JsonIgnore]
    public override string Done => $"Account {On.Name} created, for clients with its certificate";
}
