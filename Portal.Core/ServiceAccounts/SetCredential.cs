using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using Portal.Core.Resources;

namespace Portal.Core.ServiceAccounts;

/// <summary>
/// Gives an account a new password, which the worker generates and nobody sees before its requester does. The one before isn't known to the
/// portal, so a rotation can't be taken back.
/// </summary>
/// <param name="Iterations">By which it is seen that the password is this one.</param>
/// <param name="Before">Those until now; null: the account has none by this mechanism.</param>
[StoredAs("set-credential")]
public sealed record SetCredential(
    ResourceRef On,
    CredentialMechanism Mechanism,
    int Iterations,
    int? Before,
    bool IsNew
) : Step(On)
{
    [JsonIgnore]
    public override Reversal Reversal => IsNew ? Reversal.Full : Reversal.None;

    [JsonIgnore]
    public override StepEffect Effect => IsNew ? StepEffect.Makes : StepEffect.Keeps;

    [JsonIgnore]
    public override ImmutableArray<FieldMove> Moves =>
        [new("password", Before is null ? null : "as it is", $"a new one, by {Mechanism.Title()}")];

    [JsonIgnore]
    public override string Title =>
        IsNew ? $"Create account {On.Name} with a generated password" : $"Give {On.Name} a new password";

    [JsonIgnore]
    public override string Done =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{On.Name} has a generated password by {Mechanism.Title()} with {Iterations} iterations"
        );
}
