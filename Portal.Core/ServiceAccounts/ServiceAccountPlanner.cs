using Portal.Core.Resources;

namespace Portal.Core.ServiceAccounts;

/// <summary>From a wanted account and the live one to steps. Pure: the same input gives the same steps.</summary>
internal static class ServiceAccountPlanner
{
    public static PlannedSteps Plan(ResourceRequest request, ServiceAccountSpec? wanted, LiveServiceAccount? live) =>
        (request.Operation, wanted, live) switch
        {
            (ResourceOperation.Create, not null, not null) => PlannedSteps.No(
                $"There is an account named {live.Name} on this cluster already, and its password isn't known. Choose another name, or delete that one first."
            ),
            (ResourceOperation.Delete, _, null) => PlannedSteps.Of(),
            (ResourceOperation.Delete, _, not null) => PlannedSteps.Of(
                new DeleteCredentials(request.On, live.Credentials)
            ),
            (_, not null, not null) when live.IterationsOf(wanted.Mechanism) is null => PlannedSteps.No(
                $"An account keeps its mechanism: the password of the former one would go on working. Create another account by {wanted.Mechanism.Title()}, and delete {live.Name} when nobody uses it."
            ),
            (_, not null, _) => Set(request.On, wanted, live),
            _ => throw new InvalidOperationException($"{request.Operation} of {request.On.Name} has no spec."),
        };

    private static PlannedSteps Set(ResourceRef on, ServiceAccountSpec wanted, LiveServiceAccount? live)
    {
        var iterations = Rotations.Iterations(wanted.Rotation);
        var now = live?.IterationsOf(wanted.Mechanism);
        return now == iterations
            ? PlannedSteps.Of()
            : PlannedSteps.Of(new SetCredential(on, wanted.Mechanism, iterations, now, live is null));
    }
}
