using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Resources;

namespace Portal.Core.ServiceAccounts;

/// <summary>Deletes the former password of an account, and leaves the one that it has now. Connections that are open stay until they end.</summary>
[StoredAs("retire-credential")]
public sealed record RetireCredential(ResourceRef On, CredentialShown Credential) : Step(On)
{
    [JsonIgnore]
    public override Reversal Reversal => Reversal.None;

    [JsonIgnore]
    public override StepEffect Effect => StepEffect.Keeps;

    [JsonIgnore]
    public override ImmutableArray<FieldMove> Moves =>
        [new("former password", $"works, by {Credential.Mechanism.Title()}", "ended")];

    [JsonIgnore]
    public override string Title => $"End the password of {On.Name} by {Credential.Mechanism.Title()}";

    [JsonIgnore]
    public override string Done => $"The password of {On.Name} by {Credential.Mechanism.Title()} is deleted";
}
