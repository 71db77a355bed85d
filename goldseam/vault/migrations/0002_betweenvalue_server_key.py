from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """What lies there already carries no name: it is under the oldest key of the file."""

    dependencies: ClassVar = [("vault", "0001_initial")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="betweenvalue",
            name="server_key",
            field=models.CharField(default="", max_length=16),
        ),
    ]
