using Portal.Core.Teams;
using Portal.Core.Topics;

namespace Portal.Core.Resources;

public enum ResourceOperation
{
    Create,
    Update,
    Delete,
}
