using Portal.Core.Resources;
using Portal.Core.ServiceAccounts;
using Portal.Tests.Kit;

namespace Portal.Tests.ServiceAccounts;

/// <summary>An edit of an account whose former password has ended since the edit was begun.</summary>
public sealed class AccountMergeTests
{
    private static readonly IResourceKind Kind = TestKinds.All.Of(ServiceAccountKind.Word);
    private static readonly ServiceAccountSpec Origin = ServiceAccountWorlds.Beside(
        TimeProvider.System.GetUtcNow().AddHours(1)
    );

    [Fact]
    public void One_of_its_mechanism_keeps_the_end_of_the_password_that_it_makes_the_former_one() =>
        Merged(Origin with { Mechanism = Origin.Mechanism.Other() }).FormerUntil.ShouldBe(Origin.FormerUntil);

    [Fact]
    public void A_rotation_keeps_the_end_that_it_names() =>
        Merged(Origin.Rotated(Origin.FormerUntil)).FormerUntil.ShouldBe(Origin.FormerUntil);

    [Fact]
    public void One_of_its_description_leaves_the_former_password_ended() =>
        Merged(Origin with { Description = "Sends invoices." })
            .ShouldSatisfyAllConditions(
                spec => spec.FormerUntil.ShouldBeNull(),
                spec => spec.Description.ShouldBe("Sends invoices.")
            );

    private static ServiceAccountSpec Merged(ServiceAccountSpec wanted) =>
        Kind.Merge(Origin.WithoutFormer, Origin, wanted).ShouldBeOfType<ServiceAccountSpec>();
}
