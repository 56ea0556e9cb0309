using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Resources;

namespace Portal.Core.Jobs;

internal static class JobRegistration
{
    public static void AddJobs(this IServiceCollection services)
    {
        services.AddSingleton<IResourceKind, JobKind>();
        services.AddSingleton<JobCatalogue>();
        services.AddSingleton<JobTopics>();
    }
}
