using Microsoft.Extensions.Options;
using Portal.Core.Access;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Stability;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Core.ServiceAccounts;
using Portal.Core.Topics;
using Portal.Tests.Kit;

namespace Portal.Tests.Kit;

/// <summary>The kinds, for pure rules that ask them.</summary>
public static class TestKinds
{
    public static readonly ResourceKinds All = new([
        new TopicKind(),
        new SchemaKind(),
        new JobKind(Options.Create(new StabilityOptions())),
        new AccessKind(Options.Create(new AccessOptions())),
        new ServiceAccountKind(Options.Create(new ServiceAccountOptions())),
    ]);
}
