using Portal.Core;
using Portal.Core.Resources;
using Portal.Core.Topics;

namespace Portal.Tests;

/// <summary>The short way to a topic's key, which only tests write by hand.</summary>
internal static class TopicRefs
{
    extension(TopicKind)
    {
        public static ResourceRef On(ClusterId cluster, string name) => new(TopicKind.Word, cluster, name);
    }
}
