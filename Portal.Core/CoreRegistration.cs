using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Portal.Core.Access;
using Portal.Core.Audit;
using Portal.Core.Changes;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Lists;
using Portal.Core.Changes.Requests;
using Portal.Core.Changes.Runs;
using Portal.Core.Changes.Transfers;
using Portal.Core.Clusters;
using Portal.Core.Evaluation;
using Portal.Core.FlinkClusters;
using Portal.Core.Health;
using Portal.Core.JobCredentials;
using Portal.Core.Jobs;
using Portal.Core.People;
using Portal.Core.Registries;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Core.ServiceAccounts;
using Portal.Core.Teams;
using Portal.Core.Topics;
using Portal.Core.Versions;

namespace Portal.Core;

public static class CoreRegistration
{
    /// <summary>What decides and records: the same services behind pages, API and workers. Needs the store.</summary>
    public static IServiceCollection AddPortalCore(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddResourceKinds();
        services.AddSingleton<ChangeMover>();
        services.AddSingleton<OwnershipTransfer>();
        services.AddSingleton<ResourceEnds>();
        services.AddSingleton<ManagedRecords>();
        services.AddSingleton<UnchangedRecords>();
        services.AddSingleton<UndoLimits>();
        services.AddSingleton<RunControl>();
        services.AddSingleton<OpenRuns>();
        services.AddOptions<RequestOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<FreshSignInOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ISignInTimes, SignInTimes>();
        services.AddSingleton<FreshSignIn>();
        services.AddSingleton<RequestReviews>();
        services.AddSingleton<ChangeRequests>();
        services.AddSingleton<RequestBatches>();
        services.AddSingleton<TransferableResources>();
        services.AddSingleton<RequestDrafts>();
        services.AddSingleton<ChangeStops>();
        services.AddSingleton<ChangeList>();
        services.AddSingleton<ChangeInbox>();
        services.AddSingleton<ChangeDetails>();
        services.AddSingleton<Voting>();
        services.AddSingleton<VoteRecount>();
        services.AddSingleton<ManagedSpecs>();
        services.AddSingleton<KnownNames>();
        services.AddReadings();
        services.AddSingleton<IUndoLimit, TopicUndoLimit>();
        services.AddSingleton<TeamDirectory>();
        services.AddSingleton<Places>().AddSingleton<DeploymentReading>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<Seed>();
        return services;
    }

    /// <summary>The one list of kinds: each registers itself and its services.</summary>
    public static IServiceCollection AddResourceKinds(this IServiceCollection services)
    {
        services.AddTopics();
        services.AddSchemas();
        services.AddJobs();
        services.AddAccess();
        services.AddServiceAccounts();
        services.AddSingleton<ResourceKinds>();
        return services;
    }

    /// <summary>Registering clusters. Needs Core, an <see cref="IClusterProbe"/> and an <see cref="ISecretSeal"/>: the engines bring both.</summary>
    public static IServiceCollection AddClusterRegistration(this IServiceCollection services)
    {
        services.AddSingleton<ClusterConnectionTest>();
        services.AddSingleton<ClusterRegistration>();
        services.AddSingleton<ClusterDeregistration>();
        services.AddSingleton<HttpRegister>();
        services.AddSingleton<RegistryRegistration>();
        services.AddSingleton<FlinkTests>();
        services.AddSingleton<FlinkRegistration>();
        services.AddSingleton<JobKafkaConnectionTest>();
        services.AddSingleton<JobKafkaRegistration>();
        services.AddSingleton<JobRegistryRegistration>();
        return services;
    }
}
