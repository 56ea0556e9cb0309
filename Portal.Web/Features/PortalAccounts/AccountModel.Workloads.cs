using Portal.Core.People.Accounts;

namespace Portal.Web.Features.PortalAccounts;

/// <summary>The rules by which workloads get tokens of the account.</summary>
public sealed partial class AccountModel
{
    public WorkloadForm Workload { get; private set; } = new();

    public IReadOnlyList<ConfiguredIssuer> Issuers => workloads.Issuers;

    public async Task AddWorkload()
    {
        var wish = Workload.ToWish();
        if (
            await Did(
                () => workloads.Add(me.Known, Name, wish, with: null, CancellationToken.None),
                "The rule is added."
            )
            is not null
        )
        {
            Workload = new WorkloadForm { Issuer = wish.Issuer };
        }
    }

    public Task RemoveWorkload(WorkloadRule rule) =>
        Did(() => workloads.Remove(me.Known, Name, rule.Id, CancellationToken.None), "The rule is removed.");
}
