using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.Clusters;
using Portal.Core.FlinkClusters;
using Portal.Core.Registries;
using Portal.Engines.Collecting;
using Portal.Engines.Flink;
using Portal.Engines.Kafka;
using Portal.Engines.Registry;
using Portal.Engines.Secrets;

namespace Portal.Engines;

public static class EngineRegistration
{
    /// <summary>
    /// The adapters, and what can only be done with them: registering clusters. Needs the store and Core; the same in
    /// Web and Workers. Reads <c>Portal:KeysDirectory</c>, <c>Portal:KeysIn</c> and <c>Portal:Clusters</c>.
    /// </summary>
    public static IServiceCollection AddPortalEngines(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddOptions<SecretOptions>()
            .Bind(configuration.GetSection(SecretOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<SecretOptions>, SecretOptionsCheck>();
        Guarded(
            services.AddDataProtection().SetApplicationName(SecretOptions.ApplicationName),
            configuration.GetSection(SecretOptions.Section).Get<SecretOptions>() ?? new SecretOptions()
        );
        services
            .AddOptions<KeyManagementOptions>()
            .Configure<KeyStorage, ILoggerFactory>(
                (keys, storage, logs) => keys.XmlRepository = storage.Repository(logs)
            );
        services.AddSingleton<KeyStorage>();
        services.AddHostedService<KeyGate>();
        services.AddSingleton<SecretVault>();
        services.AddSingleton<IAuditHeads, AuditHeadFile>();
        services.AddSingleton<AuditCheck>();
        services.AddSingleton<ISecretSeal>(provider => provider.GetRequiredService<SecretVault>());
        AddReach(services, configuration.GetSection(ClusterReach.Section));
        services.AddSingleton<KafkaLogin>();
        services.AddSingleton<KafkaClients>();
        services.AddKeyedSingleton<KafkaClients>(CollectedClusters.Cycles);
        services.AddHostedService<LeftClusters>();
        services.AddSingleton<IKafkaClusters, KafkaClusters>();
        services.AddSingleton<IAclClusters, AclClusters>();
        services.AddSingleton<ICredentialClusters, CredentialClusters>();
        services.AddSingleton<ICollectedClusters, CollectedClusters>();
        services.AddSingleton<IClusterProbe, KafkaProbe>();
        services.AddSingleton<ISchemaRegistries, SchemaRegistries>();
        services.AddSingleton<IRegistryProbe, RegistryProbe>();
        services.AddSingleton<IFlinkClusters, FlinkClusters>();
        services.AddSingleton<IFlinkProbe, FlinkProbe>();
        services.AddSingleton<JobExplainer>();
        services.AddTransient<JobCompletion>();
        services.AddSingleton<RowPreviewer>();
        services.AddClusterRegistration();
        return services;
    }

    private static void AddReach(IServiceCollection services, IConfigurationSection section)
    {
        services.AddOptions<ClusterReach>().Bind(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ClusterReach>>(new ClusterReachCheck(section));
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<ClusterReach>>().Value);
    }

    // What is wrong with a certificate is said when the process starts, with everything else that is.
    private static void Guarded(IDataProtectionBuilder keys, SecretOptions options)
    {
        try
        {
            KeyCertificates.Of(options).Guard(keys);
        }
        catch (KeyCertificateException)
        {
            return;
        }
    }
}
