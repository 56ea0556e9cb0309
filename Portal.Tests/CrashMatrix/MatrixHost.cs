using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Portal.Core.Health;
using Portal.Core.Store;
using Portal.Engines;
using Portal.Engines.Flink;
using Portal.Engines.Kafka;
using Portal.Engines.Registry;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Workers.Applying;
using Portal.Workers.Claiming;
using Portal.Workers.Hosting;

namespace Portal.Tests.CrashMatrix;

/// <summary>What a worker of the matrix is told.</summary>
/// <param name="StopAt">The moment at which it asks its parent; null: it just works.</param>
/// <param name="Acts">The file in which acts are counted.</param>
public sealed record MatrixOrder(string Store, string Keys, string Acts, Moment? StopAt, Sabotage Sabotage)
{
    /// <summary>Which of its process's orders it is: a process may have several at a time.</summary>
    public int Id { get; init; }

    /// <summary>Longer than a busy machine keeps a worker from renewing it. Who is killed has it ended for him.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>A line about this order, for the parent.</summary>
    public async Task Tell(string words)
    {
        await Console.Out.WriteLineAsync($"{Id} {words}");
        await Console.Out.FlushAsync();
    }

    public string Write() => JsonSerializer.Serialize(this);

    public static MatrixOrder Read(string json) => JsonSerializer.Deserialize<MatrixOrder>(json)!;
}

/// <summary>The product's appliers as they are shipped, with the decorators of the matrix around their ports.</summary>
public static class MatrixHost
{
    /// <summary>What every order needs first, done before there is one: the framework's and the store's code is loaded.</summary>
    public static async Task Warm()
    {
        await using var app = Build(new("Host=127.0.0.1;Database=none", "/tmp", "", null, Sabotage.None));
        await using var db = await app
            .Services.GetRequiredService<IDbContextFactory<PortalDb>>()
            .CreateDbContextAsync();
        _ = db.Model;
        _ = app.Services.GetRequiredService<ApplyingWorker>();
    }

    /// <summary>Works by an order until the parent ends it. One that can't be served ends the process, in words.</summary>
    public static async Task Serve(MatrixOrder order)
    {
        try
        {
            await using (var app = Build(order))
            {
                await app.StartAsync();
                await ParentLine.Says(ParentLine.Rest(order.Id));
                await app.StopAsync();
            }

            NpgsqlConnection.ClearAllPools();
            await order.Tell(MatrixWorker.Resting);
        }
        catch (Exception failure)
        {
            await Console.Error.WriteLineAsync($"{failure}");
            Environment.Exit(1);
        }
    }

    public static WebApplication Build(MatrixOrder order)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Test" });
        builder.Logging.ClearProviders();
        if (order.StopAt is not null)
        {
            builder.Logging.AddProvider(new MatrixLog(order));
            builder.Logging.AddFilter<MatrixLog>(typeof(ApplyingWorker).FullName, LogLevel.Debug);
        }

        builder.Configuration.AddInMemoryCollection(WorkerWorld.Short());
        builder.Configuration.AddInMemoryCollection([
            new("ConnectionStrings:Portal", order.Store),
            new("Portal:KeysDirectory", order.Keys),
            new("Portal:Applying:Lease", $"{order.Lease}"),
            new("Portal:Applying:VerifyWithin", "00:00:30"),
        ]);
        builder.AddPortalWorkers();
        builder.Services.AddPortalEngines(builder.Configuration);
        OnlyApply(builder.Services);
        // Nobody collects here, so nobody could say who reads what a cell deletes.
        builder.Services.Replace(ServiceDescriptor.Singleton<ITopicReaders>(new NamedReaders()));
        Decorate(builder.Services, order);
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        return app;
    }

    // Planning is over before a cell begins, and the calendar has no part in it.
    private static void OnlyApply(IServiceCollection services)
    {
        services.RemoveAll<IHostedService>();
        services.AddHostedService(provider => provider.GetRequiredService<SchemaGate>());
        services.AddHostedService(provider => provider.GetRequiredService<WorkNotifications>());
        services.AddHostedService(provider => provider.GetRequiredService<ApplyingWorker>());
    }

    private static void Decorate(IServiceCollection services, MatrixOrder order)
    {
        services.AddSingleton<IHook>(order.StopAt is null ? new NoHook() : new AskingHook(order));
        Wrap<IStepJournal>(
            services,
            order.Sabotage == Sabotage.Intent ? (journal, _) => new SilentJournal(journal) : (journal, _) => journal,
            (journal, hook) => new HookedJournal(journal, hook)
        );
        Wrap<IStepHandler>(
            services,
            (handler, hook) => new HookedHandler(handler, hook),
            order.Sabotage == Sabotage.Observe ? (handler, _) => new BlindHandler(handler) : (handler, _) => handler
        );
        Wrap<IKafkaClusters>(services, (clusters, hook) => new CountedClusters(clusters, order.Acts, hook));
        Wrap<IAclClusters>(services, (clusters, _) => new CountedAcls(clusters, order.Acts));
        Wrap<ICredentialClusters>(services, (clusters, _) => new CountedCredentials(clusters, order.Acts));
        Wrap<ISchemaRegistries>(services, (registries, hook) => new CountedRegistries(registries, order.Acts, hook));
        Wrap<IFlinkClusters>(services, (flinks, hook) => new CountedFlinks(flinks, order.Acts, hook));
        if (order.Sabotage == Sabotage.Fence)
        {
            services.Replace(ServiceDescriptor.Singleton<IFence, OpenFence>());
        }
    }

    private static void Wrap<T>(IServiceCollection services, params Func<T, IHook, T>[] wraps)
        where T : class
    {
        foreach (var found in services.Where(s => s.ServiceType == typeof(T)).ToList())
        {
            services.Remove(found);
            services.AddSingleton(provider =>
            {
                var made = (T)ActivatorUtilities.CreateInstance(provider, found.ImplementationType!);
                return wraps.Aggregate(made, (inner, wrap) => wrap(inner, provider.GetRequiredService<IHook>()));
            });
        }
    }
}
