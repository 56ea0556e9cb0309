using Portal.Core.Access;
using Portal.Core.Changes.Lists;
using Portal.Core.ServiceAccounts;

namespace Portal.Web.Features.ServiceAccounts;

/// <summary>An account with everything its page shows.</summary>
/// <param name="Grants">What it may do through the portal.</param>
/// <param name="PasswordWaits">A generated password waits for this person.</param>
/// <param name="MayChange">This person may ask to rotate or delete it.</param>
/// <param name="Overlaps">Its cluster takes both mechanisms: the former password can go on working while clients change.</param>
public sealed record ServiceAccountView(
    ServiceAccountRow Row,
    IReadOnlyList<AccessRow> Grants,
    IReadOnlyList<ChangeRow> Changes,
    bool PasswordWaits,
    bool MayChange,
    bool Overlaps,
    DateTimeOffset Now
)
{
    public bool IsByCertificate => Row.Spec is { IsByCertificate: true };
}
