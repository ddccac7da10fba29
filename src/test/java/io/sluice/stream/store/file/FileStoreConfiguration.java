package io.sluice.stream.store.file;

import io.sluice.results.query.StoreReader;
import io.sluice.stream.store.Store;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** All that the application needs to have this store, too. */
@Configuration(proxyBeanMethods = false)
public class FileStoreConfiguration {

    @Bean
    Store fileStore(@Value("${test.file-store}") Path directory) {
        return new FileStore(directory);
    }

    @Bean
    StoreReader fileReader(@Value("${test.file-store}") Path directory) {
        return new FileReader(directory);
    }
}
