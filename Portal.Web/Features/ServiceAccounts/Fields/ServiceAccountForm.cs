using Portal.Core;
using Portal.Core.ServiceAccounts;
using Portal.Web.Features.Kinds;

namespace Portal.Web.Features.ServiceAccounts.Fields;

/// <summary>An account while it is typed.</summary>
public sealed class ServiceAccountForm : ResourceForm
{
    public ServiceAccountForm(FormOrigin origin)
        : base(ServiceAccountKind.Word, origin)
    {
        if (Current is ServiceAccountSpec now)
        {
            SignsIn = new(now.Authentication, now.Mechanism);
            Rotation = origin.IsCopy ? 1 : now.Rotation;
            FormerUntil = origin.IsCopy ? null : now.FormerUntil;
        }
    }

    public AccountSignIn SignsIn { get; set; }

    private int Rotation { get; } = 1;

    private DateTimeOffset? FormerUntil { get; }

    public override ServiceAccountSpec Spec(RequestCluster? cluster) =>
        new(SignsIn.Mechanism, Rotation, Owner, About, FormerUntil, SignsIn.Authentication);

    public override IEnumerable<(string Name, string Id)> Fields(RequestCluster? cluster) =>
        [("authentication", "authentication"), ("mechanism", "authentication")];

    public override string Keep() => CoreJson.Write(SignsIn);

    public override void Restore(string kept) => SignsIn = CoreJson.Read<AccountSignIn>(kept);
}

/// <summary>How clients are to sign in, as one choice.</summary>
public readonly record struct AccountSignIn(AccountAuthentication Authentication, CredentialMechanism Mechanism)
{
    public static IReadOnlyList<AccountSignIn> All { get; } =
    [
        .. Enum.GetValues<CredentialMechanism>()
            .Select(mechanism => new AccountSignIn(AccountAuthentication.Scram, mechanism)),
        new(AccountAuthentication.Tls, default),
    ];

    public string Title() =>
        Authentication == AccountAuthentication.Tls ? "Client certificate (mTLS)" : $"Password, {Mechanism.Title()}";
}
