using System.Net;
using Microsoft.Extensions.Options;
using Portal.LocalCluster.Broker;
using Portal.LocalCluster.Groups;
using Portal.LocalCluster.Groups.Consumers;
using Portal.LocalCluster.Log;
using Portal.LocalCluster.Quotas;
using Portal.LocalCluster.Registry;
using Portal.LocalCluster.Security;
using Portal.LocalCluster.Streams;
using Portal.LocalCluster.Topics;
using Portal.LocalCluster.Transactions;

namespace Portal.LocalCluster;

/// <summary>Puts the process together.</summary>
public static class LocalClusterHost
{
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory }
        );
        var section = builder.Configuration.GetSection(LocalClusterOptions.Section);
        builder.Services.AddOptions<LocalClusterOptions>().Bind(section).ValidateDataAnnotations().ValidateOnStart();
        int?[] ports =
        [
            section.GetValue("AdminPort", new LocalClusterOptions().AdminPort),
            section.GetValue<int?>("RegistryPort"),
            section.GetValue<int?>("FlinkPort"),
            section.GetValue<int?>("SqlGatewayPort"),
        ];
        builder.WebHost.UseUrls([.. ports.OfType<int>().Select(port => $"http://127.0.0.1:{port}")]);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(at => new OpenFiles(Options(at).OpenFiles));
        builder.Services.AddSingleton(at => new ClusterMemory(
            new ByteBudget(Options(at).InFlightRequestBytes),
            new ByteBudget(Options(at).InFlightAnswerBytes)
        ));
        builder.Services.AddSingleton(at => DataFolder.Take(Options(at).DataDirectory));
        builder.Services.AddSingleton(at => Controller.Open(Folder(at), Options(at).Brokers));
        builder.Services.AddSingleton(at => new Logs(
            Folder(at),
            at.GetRequiredService<OpenFiles>(),
            () => at.GetRequiredService<Controller>().State
        ));
        builder.Services.AddSingleton(at => new OffsetStore(Folder(at)));
        builder.Services.AddSingleton(at => new ConsumerGroupTimes(
            Options(at).ConsumerSessionTimeout,
            Options(at).ConsumerHeartbeatInterval
        ));
        builder.Services.AddSingleton(at => new GroupCoordinator(
            at.GetRequiredService<OffsetStore>(),
            at.GetRequiredService<ConsumerGroupTimes>(),
            () => at.GetRequiredService<Controller>().State,
            at.GetRequiredService<TimeProvider>()
        ));
        builder.Services.AddSingleton<ProducerIds>();
        builder.Services.AddSingleton(at => new TransactionJournal(Folder(at)));
        builder.Services.AddSingleton<TransactionMarkers>();
        builder.Services.AddSingleton<TransactionCoordinator>();
        builder.Services.AddSingleton(at => AccessStore.Open(Folder(at)));
        builder.Services.AddSingleton<Authoriser>();
        builder.Services.AddSingleton<ClientQuotas>();
        builder.Services.AddSingleton<SaslMechanisms>();
        builder.Services.AddSingleton(at => RegistryStore.Open(Folder(at)));
        builder.Services.AddSingleton<Cluster>();
        builder.Services.AddSingleton<BrokerPorts>();
        builder.Services.AddHostedService<LogUpkeep>();
        builder.Services.AddHostedService<GroupUpkeep>();
        builder.Services.AddHostedService<TransactionUpkeep>();
        builder.Services.AddHostedService(at => at.GetRequiredService<BrokerPorts>());
        if (section.GetValue<int?>("FlinkPort") is not null)
        {
            // After the brokers, which its jobs read.
            builder.Services.AddStreams(Folder, Options);
        }

        var app = builder.Build();
        app.GuardAdmin();
        app.MapAdmin();
        if (Options(app.Services).RegistryPort is { } registry)
        {
            app.MapGroup("")
                .RequireHost($"*:{registry}")
                .MapRegistry(() => app.Services.GetRequiredService<Cluster>().State.ClusterId);
        }

        if (Options(app.Services) is { FlinkPort: { } flink, SqlGatewayPort: { } gateway })
        {
            app.MapStreams(flink, gateway);
        }

        return app;
    }

    private static string Folder(IServiceProvider at) => at.GetRequiredService<DataFolder>().Path;

    private static LocalClusterOptions Options(IServiceProvider at) =>
        at.GetRequiredService<IOptions<LocalClusterOptions>>().Value;
}
