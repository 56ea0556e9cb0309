using Portal.Tests.Browser;
using Portal.Tests.Kit;

namespace Portal.Tests.Pages;

public sealed class TierPageTests(LongWatchedWeb web) : IClassFixture<LongWatchedWeb>
{
    [LongFact]
    public async Task That_a_tier_cannot_be_lowered_is_said_beside_it_and_raising_it_is_offered()
    {
        await using var ada = await Visit.As(web.Address, "ada");
        await ada.Open("/topics/prod-eu-1/payments.captured/change");

        await Choose(ada, "Experimental: no users affected");
        await ada.Sees("Keep standard, or contact Platform.");
        await ada.IsAccessible();

        await Choose(ada, "Critical: customers affected");
        await ada.Sees("No changes on the cluster.");
        await ada.Sees("Change the topic");
    }

    private static Task Choose(Visit visit, string tier) => Visit.Choose(visit.Page, "Criticality", tier);
}
