using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Resources;

namespace Portal.Core.ServiceAccounts;

/// <summary>
/// The portal no longer manages an account whose clients sign in with a certificate. They can go on connecting, because the certificate is valid as before;
/// what ends is what they may do: its grants are removed once it is gone.
/// </summary>
[StoredAs("delete-certificate-account")]
public sealed record DeleteCertificateAccount(ResourceRef On) : Step(On)
{
    [JsonIgnore]
    public override Reversal Reversal => Reversal.Full;

    [JsonIgnore]
    public override StepEffect Effect => StepEffect.Removes;

    [JsonIgnore]
    public override bool IsOnlyRecorded => true;

    [JsonIgnore]
    public override ImmutableArray<FieldMove> Moves => [];

    [JsonIgnore]
    public override string Title => $"Delete account {On.Name}; its grants end with it";

    [JsonIgnore]
    public override string Done => $"Account {On.Name} deleted";
}
