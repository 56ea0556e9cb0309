using Microsoft.Extensions.DependencyInjection;
using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Access.Reviews;
using Portal.Core.Changes;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Requests;
using Portal.Core.Changes.Runs;
using Portal.Core.Changes.Transfers;
using Portal.Core.Clusters;
using Portal.Core.Evaluation;
using Portal.Core.FlinkClusters;
using Portal.Core.JobCredentials;
using Portal.Core.Jobs.Artifacts;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Jobs.Secrets;
using Portal.Core.People;
using Portal.Core.Registries;
using Portal.Core.Resources;
using Portal.Core.ServiceAccounts;
using Portal.Core.Specs;
using Portal.Core.Topics;
using Portal.Tests.Access;
using Portal.Tests.Api;
using Portal.Tests.Jobs.Artifacts;
using Portal.Tests.Kit;
using Portal.Web.Api.Specs;
using static Portal.Tests.Acts.ActWorld;

namespace Portal.Tests.Acts;

/// <summary>Acts on changes, clusters, jobs and access, each with who may.</summary>
internal static class ActCells
{
    public static readonly string[] Everybody = ["ada", "grace", "lin", "noor", "sam"];
    private const string Why = "For a test.";
    private static readonly string[] Platform = ["sam"];
    private static readonly string[] Payments = ["ada", "grace", "sam"];
    private static readonly string[] Stoppers = ["ada", "grace", "noor", "sam"];
    private static readonly CancellationToken Never = CancellationToken.None;

    // Nothing is registered under it: what a check lets through comes to nothing.
    private static readonly ClusterId Nowhere = new(999_999);

    public static ActCell[] All =>
        [
            Of(
                "ChangeRequests.Submit",
                Payments,
                w => Does<ChangeRequests, ChangeId>(w, (s, who) => s.Submit(who.Caller, Topic(), Never))
            ),
            new(
                "ChangeRequests.Resubmit",
                Payments,
                async w =>
                {
                    var (id, version) = await PlannedChanges.SentBack(w);
                    return Does<ChangeRequests, ChangeId>(
                        w,
                        (s, who) => s.Resubmit(who.Caller, id, version, Topic(), Never)
                    );
                }
            ),
            // Anybody may request access: not in the name of somebody else.
            new(
                "ChangeRequests.Resubmit as a grant",
                Payments,
                async w =>
                {
                    var (id, version) = await PlannedChanges.SentBack(w);
                    return Does<ChangeRequests, ChangeId>(
                        w,
                        (s, who) => s.Resubmit(who.Caller, id, version, Grant(), Never)
                    );
                }
            ),
            Of(
                "SpecPlans.Apply",
                Payments,
                w => Does<SpecPlans, AppliedSpecs>(w, (s, who) => s.Apply(who.Caller, [Document(w)], Why, Never))
            ) with
            {
                // A plan of several documents is refused with what is wrong in each of them.
                TellsPlaces = true,
            },
            OnChange<ChangeStops>("ChangeStops.Cancel", Stoppers, (s, who, id) => s.Cancel(who.Caller, id, Never)),
            OnChange<ChangeStops>(
                "ChangeStops.PlanAgain",
                Stoppers,
                (s, who, id) => s.PlanAgain(who.Caller, id, Never)
            ),
            OnChange<RunControl>("RunControl.Abort", Stoppers, (s, who, id) => s.Abort(who.Caller, id, Never)),
            OnChange<RunControl>("RunControl.Retry", ["noor", "sam"], (s, who, id) => s.Retry(who.Caller, id, Never)),
            OnChange<RunControl>(
                "RunControl.Settle",
                ["noor", "sam"],
                (s, who, id) => s.Settle(who.Caller, id, Why, Never)
            ),
            new(
                "Voting.Cast",
                ["grace"],
                async w =>
                {
                    await Delegations.EndAll(w);
                    var (id, plan, hash) = await PlannedChanges.Waiting(w);
                    var ballot = new Ballot(plan, hash, VoteVerdict.Approve, Why);
                    return Does<Voting, ChangeState>(w, (s, who) => s.Cast(who.Caller, new(id), ballot, Never));
                }
            ),
            OnChange<Voting>("Voting.Withdraw", Everybody, (s, who, id) => s.Withdraw(who.Caller, id, Never)),
            Of(
                "RequestBatches.Submit",
                ["ada", "grace", "sam"],
                w =>
                    Does<RequestBatches, IReadOnlyList<ChangeId>>(
                        w,
                        (s, who) =>
                            s.Submit(
                                who.Caller,
                                ResourceOperation.Transfer,
                                [new(TopicKind.Word, "prod-eu-1", SeededStructure.Prod, "orders")],
                                SeededStructure.Checkout,
                                Why,
                                Never
                            )
                    )
            ),
            new(
                "RequestDrafts.Delete",
                ["ada"],
                async w =>
                {
                    var drafts = await Saved(w);
                    return Does<RequestDrafts, DraftId>(w, (s, who) => s.Delete(who.Caller, drafts, Never));
                }
            )
            {
                Hides = true,
                IsByPerson = true,
            },
            Of(
                "RequestDrafts.Save",
                Everybody,
                w =>
                    Does<RequestDrafts, SavedDraft>(
                        w,
                        (s, who) => s.Save(who.Caller, null, new("A draft", "/request", "{}"), Never)
                    )
            ),
            OnCluster<ClusterDeregistration, ClusterId>(
                "ClusterDeregistration.Deregister",
                (s, who, id) => s.Deregister(who.Caller, id, Never)
            ),
            OnCluster<ClusterRegistration, ClusterId>(
                "ClusterRegistration.Edit",
                (s, who, id) => s.Edit(who.Caller, id, Kafka, null, Never)
            ),
            OnCluster<ClusterRegistration, ClusterId>(
                "ClusterRegistration.Register",
                (s, who, _) => s.Register(who.Caller, Kafka, Never)
            ),
            OnCluster<ClusterRegistration, ClusterFacts>(
                "ClusterRegistration.Test",
                (s, who, _) => s.Test(who.Caller, Kafka, null, Never)
            ),
            OnCluster<RegistryRegistration, RegistryFacts>(
                "RegistryRegistration.Test",
                (s, who, id) => s.Test(who.Caller, id, new(Url), Never)
            ),
            OnCluster<RegistryRegistration, RegistryFacts>(
                "RegistryRegistration.Save",
                (s, who, id) => s.Save(who.Caller, id, new(Url), null, Never)
            ),
            OnCluster<RegistryRegistration, ClusterId>(
                "RegistryRegistration.Remove",
                (s, who, id) => s.Remove(who.Caller, id, Never)
            ),
            OnCluster<FlinkRegistration, FlinkFacts>(
                "FlinkRegistration.Test",
                (s, who, id) => s.Test(who.Caller, id, new(Url), Never)
            ),
            OnCluster<FlinkRegistration, FlinkFacts>(
                "FlinkRegistration.Save",
                (s, who, id) => s.Save(who.Caller, id, new(Url), null, Never)
            ),
            OnCluster<FlinkRegistration, ClusterId>(
                "FlinkRegistration.Remove",
                (s, who, id) => s.Remove(who.Caller, id, Never)
            ),
            OnCluster<JobKafkaRegistration, JobAccessFacts>(
                "JobKafkaRegistration.Test",
                (s, who, id) => s.Test(who.Caller, id, new(Address), Never)
            ),
            OnCluster<JobKafkaRegistration, JobAccessFacts>(
                "JobKafkaRegistration.Save",
                (s, who, id) => s.Save(who.Caller, id, new(Address), null, Never)
            ),
            OnCluster<JobKafkaRegistration, ClusterId>(
                "JobKafkaRegistration.Remove",
                (s, who, id) => s.Remove(who.Caller, id, Never)
            ),
            OnCluster<JobRegistryRegistration, JobAccessFacts>(
                "JobRegistryRegistration.Test",
                (s, who, id) => s.Test(who.Caller, id, new(Url), Never)
            ),
            OnCluster<JobRegistryRegistration, JobAccessFacts>(
                "JobRegistryRegistration.Save",
                (s, who, id) => s.Save(who.Caller, id, new(Url), null, Never)
            ),
            OnCluster<JobRegistryRegistration, ClusterId>(
                "JobRegistryRegistration.Remove",
                (s, who, id) => s.Remove(who.Caller, id, Never)
            ),
            Of(
                "ArtifactStore.Put",
                ["ada", "grace", "lin", "sam"],
                w =>
                    Does<ArtifactStore, Artifact>(
                        w,
                        async (s, who) =>
                        {
                            using var jar = new MemoryStream(TestJar.Of("a.B", "a.B").Bytes);
                            return await s.Put(who.Caller, "a.jar", jar, JarWorlds.Still, Never);
                        }
                    )
            ),
            Of(
                "JobSecrets.Keep",
                Payments,
                w => Does<JobSecrets, long>(w, (s, who) => s.Keep(who.Caller, "payments", "hunter2", Never))
            ),
            OnSavepoint("SavepointActs.Pin", Stoppers, (s, who, on) => s.Pin(who.Caller, on, Why, Never)),
            OnSavepoint("SavepointActs.Unpin", Stoppers, (s, who, on) => s.Unpin(who.Caller, on, Never)),
            OnSavepoint("SavepointActs.Delete", ["grace", "sam"], (s, who, on) => s.Delete(who.Caller, on, Never)),
            Of(
                "AccessReviewOpening.Open",
                Platform,
                w =>
                    Does<AccessReviewOpening, long>(
                        w,
                        (s, who) =>
                            s.Open(who.Caller, new(null, Why, TimeProvider.System.GetUtcNow().AddDays(2)), Never)
                    )
            ),
            Of(
                "CredentialShelf.Take",
                [],
                w => Does<CredentialShelf, byte[]>(w, (s, who) => s.Take(who.Caller, w.Prod, "billing", Never))
            ) with
            {
                Hides = true,
                IsByPerson = true,
            },
        ];

    private static string Address => "127.0.0.1:27997";

    private static string Url => $"http://{Address}";

    private static ClusterDraft Kafka => new("other", SeededStructure.Dev, SeededStructure.LocalRegion, Address);

    private static ChangeDraft Topic() =>
        new(
            "",
            Why,
            SeededStructure.Payments,
            [
                new(
                    TopicKind.Word,
                    ResourceOperation.Create,
                    "prod-eu-1",
                    PlannedChanges.NewName(),
                    new TopicSpec(3, 3, TopicSpec.NoConfigs, SeededStructure.Payments)
                ),
            ]
        );

    private static ChangeDraft Grant() =>
        new(
            "",
            Why,
            SeededStructure.Payments,
            [
                new(
                    AccessKind.Word,
                    ResourceOperation.Create,
                    "prod-eu-1",
                    PlannedChanges.NewName(),
                    AccessWorlds.Reads("orders", "User:acts")
                ),
            ]
        );

    private static SpecDocument Document(ActWorld world)
    {
        var text = $"""
            apiVersion: portal/v1
            kind: topic
            metadata:
              name: {PlannedChanges.NewName()}
              cluster: prod-eu-1
              owner: payments
            spec:
              partitions: 3
              replication: 3
            """;
        return world.Services.GetRequiredService<SpecReader>().Read(text).Documents.Single();
    }

    private static async Task<DraftId> Saved(ActWorld world)
    {
        var ada = await world.Caller("ada");
        var drafts = world.Services.GetRequiredService<RequestDrafts>();
        return RoleRequestsOf.Done(await drafts.Save(ada.Caller, null, new("A draft", "/request", "{}"), Never)).Id;
    }

    private static ActCell Of(string name, string[] may, Func<ActWorld, Act> act) =>
        new(name, may, world => Task.FromResult(act(world)));

    private static ActCell OnCluster<TService, T>(
        string name,
        Func<TService, KnownCaller, ClusterId, Task<Outcome<T>>> act
    )
        where TService : notnull =>
        Of(name, Platform, world => Does<TService, T>(world, (service, who) => act(service, who, Nowhere)));

    private static ActCell OnChange<TService>(
        string name,
        string[] may,
        Func<TService, KnownCaller, ChangeId, Task<Outcome<ChangeState>>> act
    )
        where TService : notnull =>
        new(
            name,
            may,
            async world =>
            {
                var (id, _, _) = await PlannedChanges.Waiting(world);
                return Does<TService, ChangeState>(world, (service, who) => act(service, who, new(id)));
            }
        );

    private static ActCell OnSavepoint(
        string name,
        string[] may,
        Func<SavepointActs, KnownCaller, SavepointAddress, Task<Outcome<long>>> act
    ) =>
        new(
            name,
            may,
            async world =>
            {
                var on = new SavepointAddress("prod-eu-1", "payments-per-minute", await world.OldSavepoint());
                return Does<SavepointActs, long>(world, (service, who) => act(service, who, on));
            }
        );
}
