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
            (Mechanism, Rotation) = (now.Mechanism, origin.IsCopy ? 1 : now.Rotation);
        }
    }

    public CredentialMechanism Mechanism { get; set; }

    private int Rotation { get; } = 1;

    public override ServiceAccountSpec Spec(RequestCluster? cluster) => new(Mechanism, Rotation, Owner, About);

    public override IEnumerable<(string Name, string Id)> Fields(RequestCluster? cluster) =>
        [("mechanism", "mechanism")];

    public override string Keep() => CoreJson.Write(new Answers(Mechanism));

    public override void Restore(string kept) => Mechanism = CoreJson.Read<Answers>(kept).Mechanism;

    private sealed record Answers(CredentialMechanism Mechanism);
}
