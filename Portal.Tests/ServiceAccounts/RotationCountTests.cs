using Portal.Core;
using Portal.Core.Resources;
using Portal.Core.ServiceAccounts;

namespace Portal.Tests.ServiceAccounts;

/// <summary>Passwords are counted by the store, and a restored one has missed some: the cluster shows how far they were counted.</summary>
public sealed class RotationCountTests
{
    private static readonly ResourceRef On = new(ServiceAccountKind.Word, new ClusterId(1), "billing");

    [Fact]
    public void A_password_that_has_the_wanted_number_already_is_not_taken_for_the_new_one() =>
        Planned(wanted: 3, managed: 2, Shown(8195))
            .ShouldBeOfType<PlannedSteps.Impossible>()
            .Words.ShouldContain(
                "it isn't recorded who set it, as after a restore or a change that was settled. Request rotation 4"
            );

    [Fact]
    public void The_next_number_sets_a_new_one()
    {
        var step = Planned(wanted: 4, managed: 2, Shown(8195))
            .ShouldBeOfType<PlannedSteps.Needed>()
            .Steps.ShouldHaveSingleItem()
            .ShouldBeOfType<SetCredential>();

        (step.Before, step.Iterations).ShouldBe((8195, 8196));
    }

    [Fact]
    public void One_that_is_recorded_needs_nothing() =>
        Planned(wanted: 3, managed: 3, Shown(8195)).ShouldBeOfType<PlannedSteps.Needed>().Steps.ShouldBeEmpty();

    [Theory]
    [InlineData(8195, 4)]
    [InlineData(8193, 3)]
    [InlineData(4096, 3)]
    [InlineData(8192, 3)]
    [InlineData(16_384, 3)]
    public void A_rotation_counts_on_from_the_newest_that_is_known_or_seen(int iterations, int rotation) =>
        ServiceAccountWorlds
            .Spec(rotation: 2)
            .Rotated(
                null,
                [
                    new SeenCredential
                    {
                        ClusterId = On.Cluster,
                        Name = On.Name,
                        Mechanism = CredentialMechanism.ScramSha512,
                        Iterations = iterations,
                        FirstSeenAt = default,
                    },
                ]
            )
            .Rotation.ShouldBe(rotation);

    private static PlannedSteps Planned(int wanted, int managed, CredentialShown shown) =>
        ServiceAccountPlanner.Plan(
            new(On, ResourceOperation.Update, ServiceAccountWorlds.Spec(wanted), null, null),
            ServiceAccountWorlds.Spec(wanted),
            LiveServiceAccount.Of(On.Name, [shown], new(ServiceAccountWorlds.Spec(managed), []))
        );

    private static CredentialShown Shown(int iterations) => new(CredentialMechanism.ScramSha512, iterations);
}
