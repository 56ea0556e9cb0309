using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Resources;

namespace Portal.Core.ServiceAccounts;

/// <summary>Deletes an account's credentials: nobody signs in with it any more. Connections that are open stay until they end.</summary>
/// <param name="Credentials">Those that are shown or were agreed to; none: no credential was shown, and whatever the account has goes.</param>
[StoredAs("delete-credentials")]
public sealed record DeleteCredentials(ResourceRef On, ImmutableArray<CredentialShown> Credentials) : Step(On)
{
    [JsonIgnore]
    public override Reversal Reversal => Reversal.None;

    [JsonIgnore]
    public override StepEffect Effect => StepEffect.Removes;

    [JsonIgnore]
    public override ImmutableArray<FieldMove> Moves => [];

    [JsonIgnore]
    public override string Title => $"Delete account {On.Name}";

    [JsonIgnore]
    public override string Done => $"Account {On.Name} deleted";
}
