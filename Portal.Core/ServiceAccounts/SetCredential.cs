using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.ServiceAccounts;

/// <summary>
/// Gives an account a new password, which the worker generates and nobody sees before its requester does. One that it replaces isn't known to
/// the portal, so that can't be taken back.
/// </summary>
/// <param name="Iterations">By which it is seen that the password is this one.</param>
/// <param name="Before">Those until now; null: the account has none by this mechanism.</param>
/// <param name="FormerUntil">Until when the password by the other mechanism works beside it; null: it doesn't, or there is none.</param>
[StoredAs("set-credential")]
public sealed record SetCredential(
    ResourceRef On,
    CredentialMechanism Mechanism,
    int Iterations,
    int? Before,
    bool IsNew,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? FormerUntil = null
) : Step(On)
{
    [JsonIgnore]
    public override Reversal Reversal => Before is null ? Reversal.Full : Reversal.None;

    [JsonIgnore]
    public override StepEffect Effect => IsNew ? StepEffect.Makes : StepEffect.Keeps;

    [JsonIgnore]
    public override ImmutableArray<FieldMove> Moves =>
        [
            new("password", Before is null ? null : "as it is", $"a new one, by {Mechanism.Title()}"),
            .. FormerUntil is { } until
                ?
                [
                    new FieldMove(
                        "former password",
                        "as it is",
                        $"works until {UtcTime.InWords(until)}, by {Mechanism.Other().Title()}"
                    ),
                ]
                : Array.Empty<FieldMove>(),
        ];

    [JsonIgnore]
    public override string Title =>
        IsNew ? $"Create account {On.Name} with a generated password"
        : FormerUntil is { } until
            ? $"Give {On.Name} a new password by {Mechanism.Title()}; the former one works until {UtcTime.InWords(until)}"
        : $"Give {On.Name} a new password";

    [JsonIgnore]
    public override string Done =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{On.Name} has a generated password by {Mechanism.Title()} with {Iterations} iterations"
        );
}
