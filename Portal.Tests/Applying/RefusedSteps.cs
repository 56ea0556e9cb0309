using Microsoft.Extensions.DependencyInjection;
using Portal.Tests.CrashMatrix;
using Portal.Workers.Applying;

namespace Portal.Tests.Applying;

/// <summary>A worker's steps, refused where the name of their resource ends with <see cref="HookedHandler.Refused"/>.</summary>
internal static class RefusedSteps
{
    public static void Refuse(IServiceCollection services)
    {
        foreach (var found in services.Where(s => s.ServiceType == typeof(IStepHandler)).ToList())
        {
            services.Remove(found);
            services.AddSingleton<IStepHandler>(provider => new HookedHandler(
                (IStepHandler)ActivatorUtilities.CreateInstance(provider, found.ImplementationType!),
                new NoHook()
            ));
        }
    }
}
